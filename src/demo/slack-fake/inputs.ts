import type { Tampering } from './deliver.ts'
import type { Message } from './world.ts'

type How = { readonly how?: Tampering }

export type CommandInput = How & {
  readonly user: string
  /** A channel id; the first public channel the person is in, when absent. */
  readonly channel?: string
  readonly command?: string
  readonly text: string
}

export type ClickInput = How & {
  readonly user: string
  /** The message's ts, or `home` for the person's App Home. */
  readonly message: string | Pick<Message, 'ts'>
  readonly actionId: string
  /** Where two blocks hold the same action id. */
  readonly blockId?: string
  /** For a menu: the value of the option chosen. */
  readonly option?: string
}

export type MentionInput = How & {
  readonly user: string
  readonly channel: string
  /** What follows `@AI Usage`. */
  readonly text: string
  readonly thread?: string
}

export type DmInput = How & {
  readonly user: string
  readonly text: string
  readonly thread?: string
}

/** What they typed so far into an input that looks its options up, in the modal they have open. */
export type SuggestInput = How & {
  readonly user: string
  readonly actionId: string
  readonly typed: string
}

/** What they change one input of the modal they have open to; empty: nothing stands in it any more. */
export type ChangeInput = How & {
  readonly user: string
  readonly actionId: string
  readonly value: string
  /** They press Enter in it, rather than type. */
  readonly enter?: boolean
}

/**
 * The modal they have open, with what they typed by action id; of a list, the value they chose, of those
 * it has or was last given.
 */
export type SubmitInput = How & {
  readonly user: string
  readonly values: Readonly<Record<string, string>>
}
