import type { View } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'

import type { Made } from './made.ts'

/** An answer as it was given, so that Keep, CSV and `explain` give the same one. */
export type StoredAnswer = {
  readonly id: string
  /** What people call it by: short, and no other kept answer's. */
  readonly ref: string
  readonly viewer: string
  readonly at: number
  readonly command: string
  readonly message: Message
  /** What of the numbers it holds: given again only to who would get the same now. */
  readonly view: View
  /** How its numbers came about; absent where it has none. */
  readonly made?: Made
  /** Where it was shared: the platform's own name of that message. */
  readonly posted?: string
}
