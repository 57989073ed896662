import type { After } from '#chat/after.ts'
import type { Conversation } from '#conversations.ts'
import type { Place } from '#core/access/access.ts'

import type { Teams } from './calls.ts'
import type { Chats } from './chats.ts'
import type { Hosting } from './hosting.ts'
import type { House } from './house.ts'
import type { NameBook } from './names.ts'
import type { WhoAsks } from './viewer.ts'

/** What every answer needs. */
export type Kit = {
  readonly house: House
  readonly teams: Teams
  /** The Entra tenant we serve. */
  readonly tenant: string
  /** Named in the settings: written to though nobody has written there yet. */
  readonly adminChannel: string | undefined
  readonly whoAsks: WhoAsks
  readonly chats: Chats
  readonly names: NameBook
  readonly after: After
  readonly hosting: Hosting
}

/** In a team an answer is for its asker alone, like in Slack. */
export function placeOf({ kind, id }: Pick<Conversation, 'kind' | 'id'>): Place {
  return { kind: kind === 'personal' ? 'dm' : 'private-reply', channel: id }
}

/** `teams:dm/a:123`: how a place is written in audit rows. */
export function placeName(place: Place): string {
  return place.kind === 'terminal' ? 'terminal' : `teams:${place.kind}/${place.channel}`
}
