import type { Alert, Change, Notice } from './alert.ts'
import { remember } from './remember.ts'
import { heardAgain, TOP_RUNG, unmuted } from './tend.ts'

export const ALERT_ACTS = [
  'acknowledge',
  'assign',
  'escalate',
  'silence',
  'unsilence',
  'resolve',
  'reopen',
  'useful',
  'noise',
] as const
export type AlertActKind = (typeof ALERT_ACTS)[number]

export type AlertAct = {
  readonly kind: AlertActKind
  readonly by: string
  readonly at: number
  /** Of a silence. */
  readonly forMs?: number
  readonly reason?: string
  /** To whom it is assigned. */
  readonly to?: string
}

/** To call others is to quiet nothing, and so is to be heard again. */
const QUIETS_NOTHING: ReadonlySet<AlertActKind> = new Set(['useful', 'escalate', 'unsilence'])

/** Why an alert is no longer silenced that somebody took meanwhile. */
const SILENCE_ENDED = 'this ended its silence'

/** Why one is somebody's that was over. */
const REOPENED = 'this reopened it'

const ACTED: Notice = { reason: 'acted', how: 'edit' }

type Refusal = 'own' | 'unknown self' | 'theirs' | 'over' | 'not silenced' | 'open'

/** `same`: it was so already, by someone else or before. */
export type Acted =
  | { readonly kind: 'done'; readonly change: Change }
  | { readonly kind: 'same'; readonly alert: Alert; readonly rated?: true }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** `id`: of the alert that is open of the same thing. */
  | { readonly kind: 'refused'; readonly why: 'again'; readonly id: number }

/**
 * What someone's word makes of an alert. Nobody quiets what they did themselves, so who can't be told
 * apart from an actor can't either. `own`: they are one; undefined when that is not known. `again`: the
 * alert that was opened of the same thing since.
 */
export function act(
  alert: Alert,
  { kind, by, at, ...rest }: AlertAct,
  own: boolean | undefined,
  again?: number,
): Acted {
  const given = kind === 'assign' && rest.to !== by
  const quiets = !QUIETS_NOTHING.has(kind)
  if (quiets && alert.actors.length > 0 && own !== false)
    return { kind: 'refused', why: given ? 'theirs' : own ? 'own' : 'unknown self' }
  const done = (changed: Partial<Alert>, notice: Notice = ACTED): Acted => ({
    kind: 'done',
    change: remember({ ...alert, ...changed }, notice, at),
  })
  const over = alert.state === 'resolved'
  // Whoever has it now is reminded a day from now, whoever had it before.
  const reason = alert.state === 'silenced' ? SILENCE_ENDED : null
  const taken = { by, actedAt: at, reason, silencedUntil: null, remindedAt: null }
  switch (kind) {
    case 'useful':
    case 'noise':
      return alert.feedback === kind
        ? { kind: 'same', alert, rated: true }
        : done({ feedback: kind })
    case 'resolve':
      return alert.state === 'resolved'
        ? { kind: 'same', alert }
        : done({ ...taken, reason: null, state: 'resolved' })
    // Its open time is long past, so it would be over by itself at once if it were nobody's.
    case 'reopen':
      if (!over)
        return alert.reason === REOPENED
          ? { kind: 'same', alert }
          : { kind: 'refused', why: 'open' }
      return again === undefined
        ? done({ ...taken, reason: REOPENED, state: 'acknowledged', assignee: by, rung: 0 })
        : { kind: 'refused', why: 'again', id: again }
    case 'acknowledge':
      if (over) return { kind: 'refused', why: 'over' }
      return alert.state === 'acknowledged'
        ? { kind: 'same', alert }
        : done({ ...taken, state: 'acknowledged', assignee: by })
    case 'assign': {
      if (over) return { kind: 'refused', why: 'over' }
      const { to = by } = rest
      if (alert.state === 'acknowledged' && alert.assignee === to) return { kind: 'same', alert }
      const assigned: Notice = { reason: 'assigned', how: 'edit', also: 'assignee' }
      return done({ ...taken, state: 'acknowledged', assignee: to }, to === by ? ACTED : assigned)
    }
    case 'escalate':
      if (over) return { kind: 'refused', why: 'over' }
      return alert.state === 'firing' && alert.rung >= TOP_RUNG
        ? { kind: 'same', alert }
        : done(
            {
              ...taken,
              state: 'firing',
              severity: 'critical',
              assignee: null,
              escalatedAt: at,
              rung: TOP_RUNG,
            },
            { reason: 'escalated', how: 'edit', also: 'everyone' },
          )
    case 'silence': {
      if (over) return { kind: 'refused', why: 'over' }
      const until = at + (rest.forMs ?? 0)
      if (alert.state === 'silenced' && (alert.silencedUntil ?? 0) >= until)
        return { kind: 'same', alert }
      const said = { reason: rest.reason ?? null, silencedUntil: until }
      return done({ ...said, state: 'silenced', by, actedAt: at })
    }
    case 'unsilence':
      return alert.state === 'silenced'
        ? done({ ...unmuted(at), by, actedAt: at, reason: SILENCE_ENDED }, heardAgain(alert))
        : { kind: 'refused', why: over ? 'over' : 'not silenced' }
  }
}
