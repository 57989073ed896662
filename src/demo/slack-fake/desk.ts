import { randomBytes } from 'node:crypto'

import type { Deliver } from './deliver.ts'
import type { ResponseUrls } from './response-url.ts'
import type { Channel, World } from './world.ts'

/** What every act needs: the workspace, the way to the app, and response URLs to hand out. */
export type Desk = {
  readonly world: World
  readonly deliver: Deliver
  readonly responseUrls: ResponseUrls
}

/** A `trigger_id`, good for one view within three seconds; never given twice, in no process. */
export function trigger(world: World, user: string): string {
  const id = `${world.next('')}.${world.team.id}.${randomBytes(16).toString('hex')}`
  world.triggers.set(id, { user, at: world.now(), used: false })
  return id
}

/** A conversation someone is in: the one named, else their first public channel. */
export function channelOf(world: World, user: string, id: string | undefined): Channel {
  const channel = id
    ? world.channels.get(id)
    : [...world.channels.values()].find(
        ({ kind, members }) => kind === 'public' && members.has(user),
      )
  if (!channel?.members.has(user))
    throw new Error(`${user} is not in ${id ?? 'any public channel'} of the fake workspace.`)
  return channel
}

/** The `channel_name` of payloads. */
export const NAMES = {
  im: () => 'directmessage',
  private: () => 'privategroup',
  public: (name: string) => name,
}
