/** Which new seats were taken up, by hand. It shares no code with what it checks. */
import type { Company, Use } from './reader-company.ts'
import { buckets, byRank, daysOf, keyOf, matches, type Span } from './reader-days.ts'
import { later } from './reader-levels.ts'
import type { Asked } from './reader-reference.ts'
import { NONE } from './reader-sums.ts'

/** What neither a seat nor its holder is of. */
const NOT_OF_SEATS = new Set(['model', 'feature', 'level', 'quartile', 'asset'])

/** Someone's first seat of a tool, as a row on the day its 30 days were over. */
type First = Use & { readonly used: boolean; readonly after: number | undefined; known: boolean }

function firsts(company: Company, today: string): readonly First[] {
  const { seats = [], uses = [], covered = [], members = [] } = company
  const of = (seat: (typeof seats)[number]) =>
    seat.person !== undefined && seat.since <= later(seat.from, 29)
      ? `person ${seat.person}`
      : `account ${seat.account}`
  return [...Map.groupBy(seats, (seat) => `${seat.tool} ${of(seat)}`).values()].flatMap((own) => {
    const [seat] = own.toSorted((a, b) => (a.from < b.from ? -1 : 1))
    if (!seat || seat.from < '1971-01-02') return []
    const over = later(seat.from, 29)
    if (over >= today) return []
    const person = of(seat).startsWith('person') ? seat.person : undefined
    const use = uses
      .filter(
        (one, n) =>
          one.tool === seat.tool &&
          one.active === true &&
          (person === undefined ? n === seat.account : one.person === person) &&
          one.day >= seat.from &&
          one.day < today,
      )
      .map(({ day }) => day)
      .toSorted()[0]
    const days = daysOf([seat.from, over])
    const seen = days.filter((day) =>
      covered.some(
        (at) => at.tool === seat.tool && at.day === day && (at.of?.includes('activity') ?? true),
      ),
    )
    const unit = members.find(
      (at) => at.person === person && at.from <= over && over <= at.to,
    )?.unit
    return [
      {
        day: over,
        tool: seat.tool,
        ...(person !== undefined && { person }),
        ...(person !== undefined && unit !== undefined && { unit }),
        used: use !== undefined && use <= over,
        after: use === undefined ? undefined : daysOf([seat.from, use]).length - 1,
        known: seen.length >= 27,
      },
    ]
  })
}

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  if (sorted.length === 0) return null
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2
}

export function activationOf(company: Company, asked: Asked) {
  const { period, previous, grain, filters, by, also, today } = asked
  const apart = [...Object.keys(filters), by, also].some((of) => NOT_OF_SEATS.has(of ?? ''))
  const spans = [daysOf(period), daysOf(previous)] as const
  const both = new Set([...spans[0], ...spans[1]])
  const all = firsts(company, today).filter(
    (seat) => !apart && both.has(seat.day) && matches(seat, filters, company),
  )
  const known = all.filter((seat) => seat.known)
  const within = (days: Span, of = known) => of.filter(({ day }) => days.includes(day))
  const share = (of: readonly First[]) =>
    of.length === 0 ? null : of.filter(({ used }) => used).length / of.length
  const points = (days: Span) =>
    buckets(days, grain).map(({ from, days }) => ({ from, value: share(within(days)) }))
  const [now, before] = [share(within(spans[0])), share(within(spans[1]))]
  const comparable = now !== null && before !== null
  const days = comparable ? Math.min(spans[0].length, spans[1].length) : 0
  const able = [...new Set(known.map(({ tool }) => tool))].toSorted()
  const made = spans.map((span) => {
    const of = within(span)
    const after = of.flatMap((seat) => seat.after ?? [])
    return of.length === 0
      ? [null, null, null, null]
      : [of.filter(({ used }) => used).length, of.length, median(after), of.length - after.length]
  })
  const rows = (by: string) => {
    const isUnit = (of: string) => of === 'team' || of === 'department'
    const keysOf = (seat: First) => [by, ...(also ? [also] : [])].map((of) => keyOf(seat, of))
    const shown = [...within(spans[0]), ...within(spans[1])]
    const groups = Map.groupBy(shown, (seat) => JSON.stringify(keysOf(seat)))
    const called = (key: string | null, of: string, n: number) => {
      const short = (path: string | null) => (isUnit(of) ? path?.split('/').at(-1) : path)
      const others = new Set(shown.map((seat) => keysOf(seat)[n] ?? null))
      const twice = [...others].filter((other) => short(other) === short(key)).length > 1
      return (twice && of === 'team' ? key : short(key)) ?? NONE[of] ?? 'unattributed'
    }
    return [...groups]
      .map(([keys, own]) => {
        const [key = null, second = null] = JSON.parse(keys) as (string | null)[]
        return {
          key,
          label: called(key, by, 0),
          ...(also && { also: { key: second, label: called(second, also, 1) } }),
          now: share(own.filter(({ day }) => spans[0].includes(day))),
          before: share(own.filter(({ day }) => spans[1].includes(day))),
        }
      })
      .toSorted(byRank)
  }
  return {
    metric: 'activation',
    unit: 'share',
    now,
    before,
    comparable: {
      now: comparable ? now : null,
      before: comparable ? before : null,
      days,
      workingDaysNow: days,
      workingDaysBefore: days,
    },
    coverage: {
      tools: able,
      cannot: [...new Set(all.map(({ tool }) => tool))]
        .filter((tool) => !able.includes(tool))
        .toSorted(),
    },
    series: points(spans[0]),
    seriesBefore: points(spans[1]),
    ...(by && { by: { dimension: by, ...(also && { also }), rows: rows(by) } }),
    madeOf: [
      ['used within 30 days', 'seats'],
      ['new seats', 'seats'],
      ['days to first use at the median', 'ratio'],
      ['not used to this day', 'seats'],
    ].map(([name, unit], n) => ({
      name,
      unit,
      now: made[0]?.[n] ?? null,
      before: made[1]?.[n] ?? null,
    })),
  }
}
