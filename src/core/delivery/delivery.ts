import type { Platform } from '#core/access/access.ts'

/** Where a message goes that nobody asked for just now. Ids are the platform's, never names. */
export type Target = {
  readonly platform: Platform
  readonly workspace: string
  readonly kind: 'channel' | 'person'
  readonly id: string
}

/**
 * What became of one attempt to post. `unknown`: no answer came, so it may be there or not.
 * `ref` names the message on its platform, for edits and replies; `again` is the wait in milliseconds.
 */
export type Posted =
  | { readonly kind: 'sent'; readonly ref: string }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly why: string; readonly again: 'never' | number }

/** `sending` is written before the call; `quiet`: there was nothing to say. */
export type DeliveryState = 'due' | 'sending' | 'sent' | 'quiet' | 'unknown' | 'dead'

/**
 * What is sent once. `digest:SUBSCRIPTION:TARGET:PERIOD` or `alert:FINGERPRINT:STATE:NUMBER`: the same
 * key is the same message, whoever writes it and however often.
 */
export type DeliveryKey = string

/** What a delivery edits that takes the place of a message which was none: one answered by a form, say. */
export const editOf = (ref: string): DeliveryKey => `${MESSAGE}${ref}`

/** The message's name on its platform; undefined of a delivery's key. */
export const messageOf = (edits: DeliveryKey): string | undefined =>
  edits.startsWith(MESSAGE) ? edits.slice(MESSAGE.length) : undefined

const MESSAGE = 'message:'
