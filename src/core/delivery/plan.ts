import type { Cadence } from './cadence.ts'
import { lastSlot, nextSlot, periodOf, slotsBetween } from './slots.ts'

/** Sent later than this, a digest says so. */
const LATE_MS = 15 * 60_000

export type Turns = {
  /** The one turn there is to send: the last. */
  readonly slot: number
  /** Turns before it that are left out. */
  readonly missed: number
  readonly period: string
  readonly nextAt: number
}

/** What there is to send of a cadence whose next turn was `dueAt`; undefined while that is to come. */
export function dueTurn(cadence: Cadence, dueAt: number, now: number): Turns | undefined {
  if (now < dueAt) return undefined
  // The hour may have been moved since: a turn that was due then is due all the same.
  const slot = Math.max(dueAt, lastSlot(cadence, now))
  const missed = slotsBetween(cadence, dueAt, slot)
  return { slot, missed, period: periodOf(cadence, slot), nextAt: nextSlot(cadence, now) }
}

/** Whether a turn that is sent only now has to say so. */
export const isLate = (slot: number, now: number): boolean => now - slot >= LATE_MS
