/** Who there is and how many of them use it, by hand. It shares no code with what it checks. */
import type { Company, Use } from './reader-company.ts'
import { buckets, byRank, daysOf, keyOf, matches, type Span, weekdayOf } from './reader-days.ts'
import type { Asked } from './reader-reference.ts'
import { NONE } from './reader-sums.ts'

type Counts = (tool: string, day: string) => boolean

/** Everyone of the directory on a day, as rows of use that nobody made. */
const thereOn = ({ members = [] }: Company, day: string): readonly Use[] =>
  members
    .filter(({ from, to }) => from <= day && day <= to)
    .map(({ person, unit }) => ({ day, tool: '', person, unit }))

const only = (filters: Asked['filters'], keys: readonly string[]): Asked['filters'] =>
  Object.fromEntries(Object.entries(filters).filter(([key]) => keys.includes(key)))

/** How many people sit in scope on the last day of a period that is known; null without a directory. */
export function headcountOf(
  company: Company,
  { filters, period }: Asked,
  known: string | null,
): number | null {
  if ((company.members ?? []).length === 0) return null
  const day = known !== null && known < period[1] ? known : period[1]
  const asked = only(filters, ['team', 'user', 'group'])
  return thereOn(company, day).filter((one) => matches(one, asked, company)).length
}

const TOLD_BY = new Set(['team', 'department', 'tool', 'model', 'feature'])

export function adoptionOf(
  company: Company,
  asked: Asked,
  { covered, known }: { readonly covered: Counts; readonly known: Counts },
) {
  const { period, previous, grain, filters, by, also } = asked
  const spans = [daysOf(period), daysOf(previous)] as const
  const both = [...spans[0], ...spans[1]]
  const { tools = [], uses = [] } = company
  const isTold =
    !['user', 'level', 'quartile'].some((key) => key in filters) &&
    [by, also].every((of) => of === undefined || TOLD_BY.has(of))
  const watched = tools.filter(
    (tool) =>
      (filters['tool'] ?? [tool]).includes(tool) &&
      both.some((day) =>
        [...uses, ...(company.covered ?? [])].some((at) => at.tool === tool && at.day === day),
      ),
  )
  const seated = uses.filter(
    ({ person, ...use }) =>
      person !== undefined &&
      use.unit !== undefined &&
      use.active === true &&
      matches({ ...use, person }, filters, company),
  )
  const scope = only(filters, ['team', 'group'])
  type Own = (use: Use, by: string) => boolean
  const parts = (days: Span, counts: Counts, own: Own = () => true, of = watched) => {
    const on = days.filter((day) => of.some((tool) => counts(tool, day)))
    if (!isTold || on.length === 0) return [null, null] as const
    const active = seated.filter(
      (use) =>
        on.includes(use.day) &&
        counts(use.tool, use.day) &&
        [by, also].every((split) => !split || own(use, split)),
    )
    const there = on.flatMap((day) =>
      thereOn(company, day).filter(
        (one) =>
          matches(one, scope, company) &&
          [by, also].every(
            (split) => (split !== 'team' && split !== 'department') || own(one, split),
          ),
      ),
    )
    const people = (all: readonly Use[]) => new Set(all.flatMap(({ person }) => person ?? [])).size
    return [people(active), people(there)] as const
  }
  const share = ([some, all]: readonly [number | null, number | null]) =>
    some === null || all === null || all === 0 ? null : some / all
  const points = (days: Span) =>
    buckets(days, grain).map(({ from, days }) => ({ from, value: share(parts(days, known)) }))
  const pairs = watched.flatMap((tool) =>
    spans[0].flatMap((day, n) => {
      const twin = spans[1][n]
      return twin !== undefined && covered(tool, day) && covered(tool, twin)
        ? [{ tool, day, twin }]
        : []
    }),
  )
  const paired = (side: 'day' | 'twin') =>
    pairs.length === 0
      ? null
      : share(
          parts(spans[side === 'day' ? 0 : 1], (tool, day) =>
            pairs.some((pair) => pair.tool === tool && pair[side] === day),
          ),
        )
  const days = (side: 'day' | 'twin') => [...new Set(pairs.map((pair) => pair[side]))]
  const worked = (side: 'day' | 'twin') => days(side).filter((day) => weekdayOf(day) <= 5).length
  const made = spans.map((days) => parts(days, known))
  const has = (company.members ?? []).length > 0
  const names = watched.toSorted()

  const rows = (by: string) => {
    const ever = both.flatMap((day) =>
      thereOn(company, day).filter((one) => matches(one, scope, company)),
    )
    const used = seated.filter((use) => both.includes(use.day) && known(use.tool, use.day))
    const isUnit = (of: string) => of === 'team' || of === 'department'
    const keysOf = (use: Use) => [by, ...(also ? [also] : [])].map((of) => keyOf(use, of))
    const canBe = [by, ...(also ? [also] : [])].every((of) => isUnit(of) || of === 'tool')
    const possible = canBe
      ? [by, also].some((of) => of && isUnit(of))
        ? ever.flatMap((one) =>
            [by, also].includes('tool') ? watched.map((tool) => ({ ...one, tool })) : [one],
          )
        : watched.map((tool) => ({ day: '', tool }))
      : []
    const groups = Map.groupBy([...used, ...possible].map(keysOf), (keys) => JSON.stringify(keys))
    const all = isTold ? [...groups.values()].flatMap(([keys]) => (keys ? [keys] : [])) : []
    const called = (key: string | null, of: string, n: number) => {
      const short = (path: string | null) => (isUnit(of) ? path?.split('/').at(-1) : path)
      const others = new Set(all.map((keys) => keys[n] ?? null))
      const twice = [...others].filter((other) => short(other) === short(key)).length > 1
      return (twice && of === 'team' ? key : short(key)) ?? NONE[of] ?? 'unattributed'
    }
    return all
      .map(([key = null, second = null]) => {
        const own: Own = (use, of) => keyOf(use, of) === (of === by ? key : second)
        const tool = by === 'tool' ? key : also === 'tool' ? second : null
        const value = (n: 0 | 1) =>
          share(parts(spans[n], known, own, tool === null ? watched : [tool]))
        return {
          key,
          label: called(key, by, 0),
          ...(also && { also: { key: second, label: called(second, also, 1) } }),
          now: value(0),
          before: value(1),
        }
      })
      .toSorted(byRank)
  }

  return {
    metric: 'adoption',
    unit: 'share',
    now: share(made[0] ?? [null, null]),
    before: share(made[1] ?? [null, null]),
    comparable: {
      now: paired('day'),
      before: paired('twin'),
      days: days('day').length,
      workingDaysNow: worked('day'),
      workingDaysBefore: worked('twin'),
    },
    coverage: has ? { tools: names, cannot: [] } : { tools: [], cannot: names },
    series: points(spans[0]),
    seriesBefore: points(spans[1]),
    ...(by && { by: { dimension: by, ...(also && { also }), rows: rows(by) } }),
    madeOf: [
      ['active people', 0],
      ['people in the directory', 1],
    ].map(([name, n]) => ({
      name,
      unit: 'people',
      now: made[0]?.[n as 0 | 1] ?? null,
      before: made[1]?.[n as 0 | 1] ?? null,
    })),
  }
}

const OF_EVERYONE = new Set(['adoption', 'activation'])

/** Whether a number tells nothing where nobody used anything: those of everyone there is may. */
export const saysNothing = (of: {
  readonly metric: string
  readonly now: number | null
}): boolean => !OF_EVERYONE.has(of.metric) || of.now === null
