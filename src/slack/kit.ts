import type { After } from '#chat/after.ts'
import type { Place } from '#core/access/access.ts'

import type { Slack } from './calls.ts'
import type { Dms } from './dm.ts'
import type { House } from './house.ts'
import type { WhoAsks } from './viewer.ts'

/** What auth.test said of us. */
export type Identity = { readonly workspace: string; readonly bot: string; readonly botId: string }

/** What every answer needs. */
export type Kit = {
  readonly house: House
  readonly slack: Slack
  readonly identity: Identity
  readonly whoAsks: WhoAsks
  readonly dms: Dms
  readonly after: After
}

/** A direct message's id begins with D, whoever takes part in it. */
export function placeOf(channel: string): Place {
  return { kind: channel.startsWith('D') ? 'dm' : 'private-reply', channel }
}

/** `slack:dm/D123`: how a place is written in audit rows. */
export function placeName(place: Place): string {
  return place.kind === 'terminal' ? 'terminal' : `slack:${place.kind}/${place.channel}`
}
