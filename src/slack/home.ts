import type { KnownBlock } from '@slack/types'

import type { Message } from '#core/message/message.ts'

import { context, marked, plain, type SlackBlock } from './blocks.ts'
import { fit } from './fit.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { LOCKED } from './locked.ts'
import { isKnown, nameOf } from './refusal.ts'
import { renderSlack } from './render.ts'

/** Enough to find one awake. */
const MOST_CONTACTS = 5

/** Tables and pictures stand in messages alone. */
const ON_A_PAGE = { picture: { kind: 'none' }, tables: 'lines', dm: true } as const

export type Opened = {
  readonly user: string
  /** What was done with a press on the page: it is answered elsewhere. */
  readonly done?: string
}

/** The app's home page, made for who opens it by the rights they have now. */
export async function publishHome(kit: Kit, opened: Opened): Promise<void> {
  const { slack, house, identity } = kit
  const { user } = opened
  try {
    const blocks = house.lock.held() ? rendered(LOCKED) : await page(kit, opened)
    await slack.call('repeatable', (api) =>
      api.views.publish({
        user_id: user,
        view: { type: 'home', blocks: blocks as KnownBlock[] },
      }),
    )
  } catch (error) {
    if (!isKnown(error)) throw error
    house.log.warn({ slack: nameOf(error) }, 'The app’s home page could not be published')
  }

  async function page({ dms, whoAsks }: Kit, { done }: Opened): Promise<readonly SlackBlock[]> {
    const { workspace } = identity
    const viewer = await whoAsks(user, workspace, { fresh: true })
    // Only they read it, as in their messages with the app, which is where its buttons answer.
    const place = placeName(placeOf(await dms(user)))
    const { message, contacts } = await house.home({ viewer, place })
    const admins = contacts ? await house.admins.list('slack', workspace) : []
    return [
      ...(done === undefined ? [] : [context(plain(done))]),
      ...rendered(message),
      ...whomToAsk(admins),
    ]
  }
}

const rendered = (message: Message): readonly SlackBlock[] =>
  fit(renderSlack(message, ON_A_PAGE)).blocks

function whomToAsk(admins: readonly string[]): readonly SlackBlock[] {
  if (admins.length === 0) return []
  const names = admins.slice(0, MOST_CONTACTS).map((id) => `<@${id}>`)
  return [context(marked(`Admins who can help: ${names.join(', ')}`))]
}
