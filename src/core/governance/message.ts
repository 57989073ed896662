import { linesChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { GovernanceCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { counted, grouped, listed } from '#core/message/english.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'
import { type Day, monday } from '#core/time/day.ts'
import { describeDay, describePeriod, describePrevious } from '#core/time/describe.ts'
import { duration, timeOf } from '#core/time/instant.ts'
import { eachDay, type Period } from '#core/time/period.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'

import type { GovernanceCount, GovernanceLine, GovernanceSeen } from './search.ts'
import { GOVERNANCE, isGovernanceType } from './type.ts'

/** Events of an answer in chat: what fits a phone. */
export const MOST_SHOWN = 15
const MOST_GROUPS = 10

export type GovernanceAnswer = {
  readonly asked: GovernanceCommand
  readonly span: ResolvedPeriod
  readonly zone: string
  readonly seen: GovernanceSeen
  /** By type, of the day after the period where that is today: alerts may tell of them already. */
  readonly today?: readonly GovernanceCount[]
  /** As they are called in the store. */
  readonly labels: { readonly team?: readonly string[]; readonly tool?: readonly string[] }
  /** Whoever reads it may have the names behind aliases. */
  readonly mayReveal: boolean
}

/** What happened in the tools: how much, of which kinds, and the newest of it. */
export function governanceMessage(answer: GovernanceAnswer): Message {
  const { asked, span, seen, labels, zone } = answer
  const when = describePeriod(span.period)
  const title = ['Governance events', ...named(asked, labels), when].join(' · ')
  const total = sum(seen, span.period)
  const summary = [sentence(answer, total), ...soFar(answer)].join(' ')
  if (total === 0)
    return { title, summary, parts: [{ kind: 'note', text: SOURCES }, buttons(answer, total)] }
  const shown = seen.latest.length
  const chart = course(answer, total)
  return {
    title,
    summary,
    parts: [
      ...(chart ? [{ kind: 'chart', chart } as const] : []),
      groups(answer),
      {
        kind: 'table',
        head: ['What', 'Who', 'When', 'Tool', 'Object'],
        rows: seen.latest.map((line) => row(line, zone)),
      },
      {
        kind: 'note',
        text: [
          total > shown ? `The newest ${shown} of ${grouped(total)}; the CSV has the rest.` : '',
          delay(answer),
          `Times are ${zone}; people go by their alias.`,
        ]
          .filter((text) => text !== '')
          .join(' '),
      },
      buttons(answer, total),
    ],
  }
}

const SOURCES =
  'Events come from the audit logs of connectors that have one; `status` says which are collected.'

function named(
  { types }: GovernanceCommand,
  { team, tool }: GovernanceAnswer['labels'],
): readonly string[] {
  return [
    ...(team ? [listed(team)] : []),
    ...(tool ? [listed(tool)] : []),
    ...(types ? [listed(types.map((type) => GOVERNANCE[type].toLowerCase()))] : []),
  ]
}

const sum = ({ counts }: GovernanceSeen, { from, to }: Period): number =>
  counts.reduce((total, { day, count }) => (day >= from && day <= to ? total + count : total), 0)

function sentence({ asked, span, seen, labels }: GovernanceAnswer, total: number): string {
  const about = named(asked, labels)
  const of = about.length > 0 ? ` (${about.join(', ')})` : ''
  const when = describePeriod(span.period, asked.period)
  if (seen.since === null) return 'No audit log has been collected yet, so nothing is known.'
  if (total === 0) return `No governance event${of} is known of ${when}.`
  // Days before the first event are not known to be quiet.
  const comparable = seen.since <= span.previous.from && !span.partial
  const earlier = sum(seen, span.previous)
  const before = comparable
    ? `, ${grouped(earlier)} in ${describePrevious(span.period, asked.period)}`
    : ''
  return `${counted(total, 'governance event')}${of} in ${when}${before}: ${kinds(seen, span.period)}.`
}

/** A day that is not over is in no comparison, and yet must not look as if nothing had happened. */
function soFar({ today = [] }: GovernanceAnswer): readonly string[] {
  const all = today.reduce((total, { count }) => total + count, 0)
  if (all === 0) return []
  const kinds = listed(today.map(({ key, count }) => `${lower(label(key))} (${grouped(count)})`))
  return [`Today, which is not over and not in these, ${grouped(all)} so far: ${kinds}.`]
}

function byKey({ counts }: GovernanceSeen, { from, to }: Period): Map<string | null, number> {
  const all = new Map<string | null, number>()
  for (const { day, key, count } of counts)
    if (day >= from && day <= to) all.set(key, (all.get(key) ?? 0) + count)
  return new Map([...all].toSorted(([a, n], [b, m]) => m - n || ((a ?? '') < (b ?? '') ? -1 : 1)))
}

const label = (key: string | null): string =>
  key === null ? 'unattributed' : isGovernanceType(key) ? GOVERNANCE[key] : key

function kinds(seen: GovernanceSeen, period: Period): string {
  return listed([...byKey(seen, period)].map(([key, n]) => `${lower(label(key))} (${grouped(n)})`))
}

const lower = (text: string): string =>
  Object.values<string>(GOVERNANCE).includes(text) ? text.toLowerCase() : text

function groups({ span, seen }: GovernanceAnswer): Part {
  const before = byKey(seen, span.previous)
  const comparable = seen.since !== null && seen.since <= span.previous.from
  const all = [...byKey(seen, span.period)]
  const fact = (label: string, now: number, earlier: number): Fact => ({
    label,
    value: grouped(now),
    ...(comparable && { note: `${grouped(earlier)} before` }),
  })
  // One that is left out takes no less room than the line that says so.
  const shown = all.length > MOST_GROUPS ? all.slice(0, MOST_GROUPS - 1) : all
  const rest = all.slice(shown.length)
  const left = rest.reduce((total, [, n]) => total + n, 0)
  const leftBefore = rest.reduce((total, [key]) => total + (before.get(key) ?? 0), 0)
  return {
    kind: 'facts',
    facts: [
      ...shown.map(([key, n]) => fact(label(key), n, before.get(key) ?? 0)),
      ...(rest.length > 0 ? [fact(`${rest.length} more`, left, leftBefore)] : []),
    ],
  }
}

function course(
  { asked, span, seen, labels, zone }: GovernanceAnswer,
  total: number,
): Chart | undefined {
  const { grain } = span
  const points = (period: Period) => {
    const perDay = new Map<string, number>()
    for (const { day, count } of seen.counts) perDay.set(day, (perDay.get(day) ?? 0) + count)
    const known = (day: Day) => seen.since !== null && day >= seen.since
    const buckets = Map.groupBy(eachDay(period), (day) => (grain === 'week' ? monday(day) : day))
    return [...buckets].map(([from, days]) => ({
      from,
      value: days.every(known) ? days.reduce((n, day) => n + (perDay.get(day) ?? 0), 0) : null,
    }))
  }
  const now = points(span.period)
  if (now.filter(({ value }) => value !== null).length < 2) return undefined
  return linesChart({
    title: [counted(total, 'governance event'), ...named(asked, labels)].join(', '),
    subtitle: `Governance events per ${grain}`,
    footer: `AI Usage · ${zone} · from vendors’ audit logs`,
    unit: 'count',
    grain,
    now,
    before: points(span.previous),
  })
}

function row(line: GovernanceLine, zone: string): readonly string[] {
  const { type, outcome, actor, target, tool } = line
  const what = isGovernanceType(type) ? GOVERNANCE[type] : type
  const whom = target !== null && target !== actor ? ` → ${target}` : ''
  return [
    outcome === 'denied' ? `${what}, denied` : what,
    `${actor ?? 'not named'}${whom}`,
    timeOf(line.at, zone),
    tool,
    objectOf(line),
  ]
}

/** An object by the beginning of its hash, where a rule may pass it over by that. */
function objectOf(line: GovernanceLine): string {
  const { key, type, object, objectKind } = line
  if (key !== null) return keyOf(line)
  const named = type.startsWith('integration') && object !== null
  return named ? `${objectKind ?? 'app'} ${object.slice(0, 8)}` : (objectKind ?? '–')
}

/** `ci-runner, other address` */
const keyOf = ({ key, place }: GovernanceLine): string =>
  place === null || place === 'ours' ? (key ?? '') : `${key}, ${place}`

function delay({ seen }: GovernanceAnswer): string {
  if (seen.lag === null) return ''
  const { median, most } = seen.lag
  const since =
    seen.since === null ? '' : ` The first event known is of ${describeDay(seen.since)}.`
  return `Vendors’ logs came here ${duration(median)} after it happened for half of these, ${duration(most)} at most.${since}`
}

const PERIODS = [7, 30, 90] as const

function buttons({ asked, mayReveal, today = [] }: GovernanceAnswer, total: number): Part {
  const again = (label: string, command: GovernanceCommand): Button => ({
    label,
    act: { kind: 'ask', command: format(command) },
  })
  const { period } = asked
  const { by, ...byType } = asked
  return {
    kind: 'buttons',
    buttons: [
      ...(today.length > 0 ? [again('Today', { ...asked, period: { kind: 'today' } })] : []),
      ...PERIODS.filter((count) => period.kind !== 'days' || period.count !== count).map((count) =>
        again(`${count} days`, { ...asked, period: { kind: 'days', count } }),
      ),
      ...(by === 'team' ? [] : [again('By team', { ...asked, by: 'team' })]),
      ...(by === 'tool' ? [] : [again('By tool', { ...asked, by: 'tool' })]),
      ...(by === undefined ? [] : [again('By type', byType)]),
      ...(total > 0
        ? [{ label: 'CSV', act: { kind: 'csv', command: format(asked) } } satisfies Button]
        : []),
      ...(total > 0 && mayReveal
        ? [{ label: 'Reveal', act: { kind: 'reveal' } } satisfies Button]
        : []),
    ],
  }
}
