import type { Place } from './access.ts'

/** Who reads an answer: its asker alone, or everyone in the channel. */
export type Audience = 'asker' | 'workspace' | 'members' | 'outsiders'

export const AUDIENCE: Readonly<Record<Place['kind'], Audience>> = {
  terminal: 'asker',
  dm: 'asker',
  'private-reply': 'asker',
  'public-channel': 'workspace',
  'private-channel': 'members',
  'shared-channel': 'outsiders',
}
