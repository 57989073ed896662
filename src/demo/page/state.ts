import type { SlackFake } from '#demo/slack-fake/start.ts'
import type { Channel, Standing, World } from '#demo/slack-fake/world.ts'

import { dayOf, drawHome, drawMessage } from './draw-message.ts'

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

export type Place = {
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
export type Item = { readonly key: string; readonly html: string }

function items(fake: SlackFake, user: string, channel: string): readonly Item[] {
  const all = fake.visibleTo(user, channel)
  const roots = all.filter(({ thread }) => !all.some(({ ts }) => ts === thread))
  const drawn: Item[] = []
  let day = ''
  for (const root of roots) {
    if (dayOf(root.ts) !== day) {
      day = dayOf(root.ts)
      drawn.push({ key: day, html: `<h3 class="day"><span>${day}</span></h3>` })
    }
    for (const message of [root, ...all.filter(({ thread }) => thread === root.ts)])
      drawn.push({ key: message.ts, html: drawMessage(fake.world, message) })
  }
  return drawn
}

export type PageState = {
  readonly workspace: string
  readonly app: string
  readonly command: string
  readonly people: readonly Person[]
  readonly places: readonly Place[]
  readonly items: readonly Item[]
  readonly home: string | null
}

/** All the page shows to `user`, with the conversation they have open. */
export function pageState(fake: SlackFake, user: string, channel: string): PageState {
  const { world } = fake
  const home = fake.home(user)
  return {
    workspace: world.team.name,
    app: appName(world),
    command: world.command,
    people: people(world),
    places: places(fake, user),
    items: items(fake, user, channel),
    home: home ? drawHome(world, home) : null,
  }
}
