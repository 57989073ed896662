import type { Actor, Alert, Finding, Group } from './alert.ts'

/** So many alerts of one rule may be opened within the hour; what comes on top is one summary. */
export const MOST_OPENED = 5
const HOUR_MS = 3_600_000

const stormOf = (rule: string): string => `${rule}|*`

/**
 * Step 2: findings of the same thing are one; and when a rule finds more things than anyone reads one
 * by one, those that are new are one summary.
 */
export function group(
  findings: readonly Finding[],
  open: ReadonlyMap<string, Alert>,
  now: number,
): readonly Group[] {
  const opened = new Map<string, number>()
  for (const { rule, storm, openedAt } of open.values())
    if (!storm && openedAt > now - HOUR_MS) opened.set(rule, (opened.get(rule) ?? 0) + 1)
  const groups = new Map<string, Grouping>()
  for (const finding of findings) {
    const own = `${finding.rule}|${finding.subject}`
    const known = open.has(own) || groups.has(own)
    const storm = !known && storms(finding, { open, opened, now })
    const fingerprint = storm ? stormOf(finding.rule) : own
    if (!known && !storm) opened.set(finding.rule, (opened.get(finding.rule) ?? 0) + 1)
    const grouping = groups.get(fingerprint)
    if (grouping) join(grouping, finding)
    else groups.set(fingerprint, begin(finding, fingerprint, storm))
  }
  return [...groups.values()].map(({ people, ...group }) => ({
    ...group,
    actors: [...people.values()],
  }))
}

type Grouping = { -readonly [Key in keyof Omit<Group, 'actors'>]: Group[Key] } & {
  readonly people: Map<number, Actor>
}

type Known = {
  readonly open: ReadonlyMap<string, Alert>
  readonly opened: ReadonlyMap<string, number>
  readonly now: number
}

/** Numbers are few, and each is of its own; entries of logs come by the thousand. */
function storms({ rule, once, standing }: Finding, { open, opened, now }: Known): boolean {
  if (once || standing) return false
  const storm = open.get(stormOf(rule))
  const goesOn = storm !== undefined && storm.foundAt > now - HOUR_MS
  return goesOn || (opened.get(rule) ?? 0) >= MOST_OPENED
}

function begin(finding: Finding, fingerprint: string, storm: boolean): Grouping {
  const { subject: _, at, entry = null, actor, also, ...same } = finding
  return {
    ...same,
    tool: storm ? null : same.tool,
    fingerprint,
    storm,
    events: 1,
    firstAt: at,
    lastAt: at,
    newest: entry,
    people: new Map(whose({ actor, also }).map((one) => [one.account, one])),
  }
}

function join(grouping: Grouping, { at, entry, actor, also }: Finding): void {
  grouping.events += 1
  if (entry && at >= grouping.lastAt) grouping.newest = entry
  grouping.firstAt = Math.min(grouping.firstAt, at)
  grouping.lastAt = Math.max(grouping.lastAt, at)
  for (const one of whose({ actor, also })) grouping.people.set(one.account, one)
}

const whose = ({
  actor,
  also = [],
}: Pick<Finding, 'actor'> & { readonly also: readonly Actor[] | undefined }): readonly Actor[] =>
  actor ? [...also, actor] : also
