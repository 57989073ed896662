import type { Viewer } from '#core/access/access.ts'
import type { Made } from '#core/explain/made.ts'
import type { Message } from '#core/message/message.ts'

import type { Audience } from './audience.ts'

/** An answer as it was given to one person. */
type Found = {
  readonly command: string
  readonly message: Message
  readonly made?: Pick<Made, 'labels' | 'beside'>
}

/** Sharing an answer with everyone in a place. `place`: as audit rows write it. */
export type Sharing = {
  /** What to post there and what to say when it is there; or why it is not shared. */
  prepare(asked: {
    readonly found: Found
    readonly viewer: Viewer
    readonly place: string
    readonly audience: Audience
  }): Promise<
    | {
        readonly message: Message
        readonly answerId: string
        /** `spot`: what the platform calls the message. */
        readonly posted: (spot: string) => Promise<Message>
      }
    | { readonly refused: Message }
  >
  /** False when there is nothing that this viewer may take back; without `ref`, their last. */
  takeBack(
    asked: { readonly viewer: Viewer; readonly place: string; readonly ref?: string },
    remove: (spot: string) => Promise<void>,
  ): Promise<boolean>
}
