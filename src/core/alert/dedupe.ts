import type { Alert, Group } from './alert.ts'
import type { Heard } from './mute.ts'

export type Met = Heard & {
  readonly before: Alert | undefined
  /** The alert with the group in it; undefined where none is kept. */
  readonly after: Alert | undefined
}

/** Step 5: a fingerprint has one open alert; what is found again joins it. */
export function dedupe(
  heard: readonly Heard[],
  {
    open,
    told,
    now,
  }: {
    readonly open: ReadonlyMap<string, Alert>
    /** Fingerprints of what is told once, and was. */
    readonly told: ReadonlySet<string>
    readonly now: number
  },
): readonly Met[] {
  return heard.map((one) => {
    const { group, inhibited } = one
    const before = open.get(group.fingerprint)
    // What can't be trusted now is looked at again.
    const unsure = inhibited === 'no data'
    if (unsure || (group.once && (before || told.has(group.fingerprint))))
      return { ...one, before, after: undefined }
    return { ...one, before, after: before ? joined(before, group, now) : opened(one, now) }
  })
}

function joined(alert: Alert, group: Group, now: number): Alert {
  const actors = new Map([...alert.actors, ...group.actors].map((actor) => [actor.account, actor]))
  return {
    ...alert,
    events: alert.events + (group.standing ? 0 : group.events),
    firstAt: Math.min(alert.firstAt, group.firstAt),
    lastAt: Math.max(alert.lastAt, group.lastAt),
    newest: group.lastAt >= alert.lastAt ? (group.newest ?? alert.newest) : alert.newest,
    foundAt: now,
    actors: [...actors.values()],
    facts: group.facts ?? alert.facts,
  }
}

function opened({ group, inhibited, muted }: Heard, now: number): Alert {
  const {
    standing: _,
    series: __,
    owner: assignee = null,
    once = false,
    command = null,
    facts = [],
    teams = [],
    ...same
  } = group
  return {
    ...same,
    id: undefined,
    once,
    command,
    facts,
    teams,
    toldIn: [],
    // Nobody has to act on what is never told.
    state: inhibited !== undefined ? 'resolved' : muted === undefined ? 'firing' : 'silenced',
    reason: inhibited ?? (muted === undefined ? null : 'its rule is silenced'),
    openedAt: now,
    foundAt: now,
    toldAt: now,
    toldEvents: 0,
    notices: 0,
    by: null,
    actedAt: null,
    silencedUntil: inhibited === undefined ? (muted ?? null) : null,
    escalatedAt: null,
    assignee,
    rung: 0,
    remindedAt: null,
    feedback: null,
  }
}
