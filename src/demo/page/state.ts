import type { SlackFake } from '#demo/slack-fake/start.ts'
import type { Channel, Message, Standing, World } from '#demo/slack-fake/world.ts'

import { dayOf, drawHome, drawMessage } from './draw-message.ts'
import { drawModal } from './draw-modal.ts'

const STANDINGS: Readonly<Record<Standing, string>> = {
  owner: 'workspace owner',
  admin: 'admin',
  member: 'member',
  guest: 'guest',
  'single-channel-guest': 'single-channel guest',
  deactivated: 'deactivated',
  bot: 'app',
  stranger: 'from another company',
}

export type Person = { readonly id: string; readonly name: string; readonly label: string }

/** Who may speak on the page: everyone with a working account. */
export function people(world: World): readonly Person[] {
  return [...world.users.values()]
    .filter(({ standing }) => standing !== 'bot' && standing !== 'deactivated')
    .map(({ id, realName, standing }) => ({
      id,
      name: realName,
      label: `${realName} (${STANDINGS[standing]})`,
    }))
}

type Place = {
  readonly id: string
  readonly name: string
  readonly kind: Channel['kind']
  /** The newest message someone sees there; empty when there is none. */
  readonly latest: string
}

function places(fake: SlackFake, user: string): readonly Place[] {
  const dm = fake.dmOf(user)
  return [...fake.world.channels.values()]
    .filter(
      ({ kind, members, id, archived }) =>
        members.has(user) && !archived && (kind !== 'im' || id === dm),
    )
    .map(({ id, name, kind }) => ({
      id,
      name: kind === 'im' ? appName(fake.world) : name,
      kind,
      latest: fake.visibleTo(user, id).at(-1)?.ts ?? '',
    }))
}

const appName = (world: World) => world.users.get(world.app.bot)?.realName ?? 'App'

/** A piece of the list: `key` says which, `html` what; the page redraws a piece whose html changed. */
type Item = { readonly key: string; readonly html: string }

/** Messages never change, they are replaced: each is drawn once. */
const drawings = new WeakMap<Message, string>()

function drawn(world: World, message: Message): string {
  const html = drawings.get(message) ?? drawMessage(world, message)
  drawings.set(message, html)
  return html
}

function items(fake: SlackFake, user: string, channel: string): readonly Item[] {
  const all = fake.visibleTo(user, channel)
  const roots = all.filter(({ thread }) => !all.some(({ ts }) => ts === thread))
  const pieces: Item[] = []
  let day = ''
  for (const root of roots) {
    if (dayOf(root.ts) !== day) {
      day = dayOf(root.ts)
      pieces.push({ key: day, html: `<h3 class="day"><span>${day}</span></h3>` })
    }
    for (const message of [root, ...all.filter(({ thread }) => thread === root.ts)])
      pieces.push({ key: message.ts, html: drawn(fake.world, message) })
  }
  return pieces
}

export type PageState = {
  readonly workspace: string
  readonly app: string
  readonly command: string
  readonly people: readonly Person[]
  readonly places: readonly Place[]
  readonly items: readonly Item[]
  readonly home: string | null
  /** The form they have open. */
  readonly modal: string | null
}

/** All the page shows to `user`, with the conversation they have open. */
export function pageState(fake: SlackFake, user: string, channel: string): PageState {
  const { world } = fake
  const home = fake.home(user)
  const modal = world.modals.findLast((one) => one.open && one.user === user)
  return {
    workspace: world.team.name,
    app: appName(world),
    command: world.command,
    people: people(world),
    places: places(fake, user),
    items: items(fake, user, channel),
    home: home ? drawHome(world, home) : null,
    modal: modal ? drawModal(world, modal.view) : null,
  }
}
