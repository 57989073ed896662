import { counted } from '#core/message/english.ts'
import { addDays, type Day, dayAt, daysBetween } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

const DAY_MS = 24 * 3_600_000
/** Of the days after which a vendor forgets, so many may pass: 25 of 30. */
const ALARM_AFTER = 5 / 6

export type Health = {
  readonly kind: 'ok' | 'failing' | 'behind' | 'never' | 'off' | 'needs-content'
  /** One sentence: what is the matter, and how much it matters. */
  readonly says: string
  /** What to do about it. */
  readonly fix?: string
  /** Names this trouble, so that it is told once: since when it lasts. */
  readonly since?: string
}

export type Fault = { readonly what: string; readonly fix: string; readonly retryAt?: number }

/** What is known of a stream. Times in epoch milliseconds. */
export type Known = {
  /** Needed settings that are not given. */
  readonly missing: readonly string[]
  /** True where text is read and nobody has consented. */
  readonly needsConsent: boolean
  readonly retentionDays?: number
  readonly how: 'days' | 'cursor' | 'snapshot'
  readonly pulledThrough: Day | null
  readonly startedAt: number | null
  readonly succeededAt: number | null
  readonly failingSince: number | null
  readonly fault: Fault | null
  readonly now: number
}

/** How a stream fares, and why. What its vendor will soon forget comes before any other fault. */
export function healthOf(known: Known): Health {
  const { missing, needsConsent, startedAt, succeededAt } = known
  if (missing.length > 0) return { kind: 'off', says: `off (needs ${missing.join(', ')})` }
  if (needsConsent) return { kind: 'needs-content', says: 'needs content permission (off)' }
  const behind = behindOf(known)
  if (behind) return behind
  const failing = failingOf(known)
  if (failing) return failing
  if (succeededAt === null)
    return { kind: 'never', says: startedAt === null ? 'never ran' : 'its first pull is under way' }
  return { kind: 'ok', says: 'ok' }
}

/** The last day that is surely collected. */
function reached({ how, pulledThrough, succeededAt }: Known): Day | null {
  if (how === 'days') return pulledThrough
  return succeededAt === null ? null : dayAt(succeededAt, 'UTC')
}

function behindOf(known: Known): Health | undefined {
  const { retentionDays, now, fault } = known
  const last = reached(known)
  if (retentionDays === undefined || last === null) return undefined
  const today = dayAt(now, 'UTC')
  const late = daysBetween(last, today) - (known.how === 'days' ? 1 : 0)
  if (late < Math.floor(retentionDays * ALARM_AFTER)) return undefined
  const left = retentionDays - late
  const lost =
    left > 0
      ? `the next are lost in ${counted(left, 'day')}`
      : `days from ${describeDay(addDays(last, 1))} on are being lost`
  return {
    kind: 'behind',
    says: `behind: collected to ${describeDay(last)}, and the vendor forgets after ${counted(retentionDays, 'day')}: ${lost}`,
    ...(fault && { fix: `${fault.what}. ${fault.fix}` }),
    since: last,
  }
}

function failingOf({ failingSince, fault, now }: Known): Health | undefined {
  if (failingSince === null || fault === null) return undefined
  const { what, fix, retryAt } = fault
  // A vendor that asks to wait is no trouble until it lasts.
  if (retryAt !== undefined && now - failingSince < DAY_MS) return undefined
  return { kind: 'failing', says: what, fix, since: String(failingSince) }
}
