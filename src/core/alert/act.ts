import type { Alert, Change } from './alert.ts'
import { remember } from './remember.ts'

export const ALERT_ACTS = ['acknowledge', 'silence', 'resolve', 'useful', 'noise'] as const
export type AlertActKind = (typeof ALERT_ACTS)[number]

export type AlertAct = {
  readonly kind: AlertActKind
  readonly by: string
  readonly at: number
  /** Of a silence. */
  readonly forMs?: number
  readonly reason?: string
}

/** `same`: it was so already, by someone else or before. */
export type Acted =
  | { readonly kind: 'done'; readonly change: Change }
  | { readonly kind: 'same'; readonly alert: Alert }
  | { readonly kind: 'refused'; readonly why: 'own' | 'unknown self' | 'over' }

/**
 * What someone's word makes of an alert. Nobody quiets what they did themselves, so who can't be told
 * apart from an actor can't either. `own`: they are one; undefined when that is not known.
 */
export function act(
  alert: Alert,
  { kind, by, at, ...rest }: AlertAct,
  own: boolean | undefined,
): Acted {
  if (kind !== 'useful' && alert.actors.length > 0 && own !== false)
    return { kind: 'refused', why: own ? 'own' : 'unknown self' }
  const edit = { reason: 'acted', how: 'edit' } as const
  const done = (changed: Partial<Alert>): Acted => ({
    kind: 'done',
    change: remember({ ...alert, ...changed }, edit, at),
  })
  switch (kind) {
    case 'useful':
    case 'noise':
      return alert.feedback === kind ? { kind: 'same', alert } : done({ feedback: kind })
    case 'resolve':
      return alert.state === 'resolved'
        ? { kind: 'same', alert }
        : done({ state: 'resolved', by, actedAt: at, reason: null, silencedUntil: null })
    case 'acknowledge':
      if (alert.state === 'resolved') return { kind: 'refused', why: 'over' }
      return alert.state === 'acknowledged'
        ? { kind: 'same', alert }
        : done({ state: 'acknowledged', by, actedAt: at, reason: null, silencedUntil: null })
    case 'silence': {
      if (alert.state === 'resolved') return { kind: 'refused', why: 'over' }
      const until = at + (rest.forMs ?? 0)
      if (alert.state === 'silenced' && (alert.silencedUntil ?? 0) >= until)
        return { kind: 'same', alert }
      const { reason = null } = rest
      return done({ state: 'silenced', by, actedAt: at, reason, silencedUntil: until })
    }
  }
}
