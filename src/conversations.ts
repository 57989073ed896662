import type { Chart } from '#core/chart/chart.ts'

/** A place a bot was let into, and how it is reached there unasked. Ids are the platform's. */
export type Conversation = {
  readonly workspace: string
  readonly id: string
  readonly kind: 'personal' | 'group' | 'channel'
  readonly serviceUrl: string
  /** Whose personal chat it is. */
  readonly user?: string | undefined
}

/** The places a bot was let into: kept from its installation until it is removed there. */
export type Conversations = {
  keep(conversation: Conversation): Promise<void>
  forget(workspace: string, id: string): Promise<void>
  find(workspace: string, id: string): Promise<Conversation | undefined>
  all(workspace: string): Promise<readonly Conversation[]>
  /** Someone's personal chat with the bot. */
  personal(workspace: string, user: string): Promise<Conversation | undefined>
}

/**
 * Charts whose picture is fetched from an address of their own, by an id that nobody guesses. `message`:
 * what the platform calls the one it stands in, `CONVERSATION MESSAGE`.
 */
export type Pictures = {
  /**
   * Kept until then at most, unless it is pinned; with a message in place of a time, as long as that is
   * there. Before the message has an id, its `CONVERSATION` stands for it.
   */
  keep(
    picture: { readonly id: string; readonly chart: Chart; readonly at: number } & (
      | { readonly until: number }
      | { readonly message: string }
    ),
  ): Promise<void>
  /** It stands nowhere. */
  drop(id: string): Promise<void>
  /** From now on the one picture of this message, kept as long as it is; without an id, it has none. */
  pin(message: string, id?: string): Promise<void>
  /** Undefined when it is unknown, over or revoked. */
  find(id: string, now: number): Promise<Chart | undefined>
  /** Of a message, or of all in a conversation. */
  revoke(conversation: string, message?: string): Promise<void>
}
