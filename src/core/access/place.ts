import { CHAT_PLACES, type Place } from './access.ts'
import { AUDIENCE, type Audience } from './audience.ts'

const PLACE = new RegExp(`(?<kind>${CHAT_PLACES.join('|')})/(?<channel>.+)$`)

/** Reads back `terminal`, `slack:dm/D123` or `slack:private-reply/C123`. */
export function placeOf(name: string): Place {
  const { kind, channel = '' } = PLACE.exec(name)?.groups ?? {}
  const known = CHAT_PLACES.find((place) => place === kind)
  return known ? { kind: known, channel } : { kind: 'terminal' }
}

const READERS: Readonly<Record<Audience, string | undefined>> = {
  asker: undefined,
  workspace: 'Everyone in this workspace can read this channel.',
  members: 'The members of this channel can read this, and who joins later too.',
  outsiders: 'People of other companies can read this channel.',
}

/** Who reads what is said there, in a sentence; undefined where only its asker does. */
export function readers({ kind }: Place): string | undefined {
  return READERS[AUDIENCE[kind]]
}
