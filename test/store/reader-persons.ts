/** What is told of each person by itself and put together then, by hand. It shares no code with what it checks. */
import type { Company, Use } from './reader-company.ts'
import { keyOf, matches, weekdayOf } from './reader-days.ts'
import { firstSeen, later, levelAt, weekOf } from './reader-levels.ts'
import { quotient } from './reader-ratios.ts'
import type { Asked } from './reader-reference.ts'

type Those = {
  readonly company: Company
  readonly today: string
  readonly span: readonly string[]
  /** On known days of the cut. */
  readonly rows: readonly Use[]
  /** In scope on any day. */
  readonly ever: readonly Use[]
  /** Known days of the cut from Monday to Friday. */
  readonly working: number
}

const idOf = ({ person }: Use) => person ?? ''
const ofPeople = (rows: readonly Use[]) =>
  Map.groupBy(
    rows.filter(({ person, active }) => active === true && person !== undefined),
    idOf,
  )

function points(rows: readonly Use[], working: number): number {
  const days = new Set(rows.map(({ day }) => day)).size
  const tools = new Set(rows.map(({ tool }) => tool)).size
  const actions = rows.reduce((all, { messages = 1 }) => all + Math.max(messages, 1), 0)
  const often = Math.min(50, Math.floor((50 * days * 10) / (6 * working)))
  const deep = Math.min(30, Math.floor((30 * actions) / (5 * days)))
  const broad = Math.floor((20 * Math.min(tools, 3)) / 3)
  return often + Math.floor((deep * Math.min(days, 3)) / 3) + broad
}

function scores({ rows, working }: Those): readonly number[] {
  if (working < 3) return []
  return [...ofPeople(rows).values()].map((own) => points(own, working))
}

const ORDER = ['power', 'habitual', 'novice', 'low', 'non-user']

/** How many levels up each went; nothing where it can't be told. */
function moves({ company, today, span, ever }: Those): readonly number[] | null {
  const [from = '', to = ''] = [span[0], span.at(-1)]
  const [began, ended] = [weekOf(later(from, -1), today), weekOf(to, today)]
  if (levelAt(company, '', began) === undefined) return null
  const days = new Set(
    [began, ended].flatMap((week) => [0, 1, 2, 3, 4, 5, 6].map((n) => later(week, n))),
  )
  for (const tool of company.tools ?? []) {
    const known = (company.covered ?? []).filter(
      (at) => at.tool === tool && days.has(at.day) && (at.of?.includes('activity') ?? true),
    )
    const seen = new Set(known.map(({ day }) => day)).size
    if (seen > 0 && seen < days.size) return null
  }
  const there = ofPeople(ever.filter(({ day }) => day >= later(from, -84) && day <= to))
  return [...there.keys()].map((person) => {
    const [then, now] = [began, ended].map((week) =>
      ORDER.indexOf(levelAt(company, person, week) ?? ''),
    )
    return (then ?? 0) - (now ?? 0)
  })
}

const isBest = ({ model = '' }: Use) => /^(?:gpt-5|anthropic.*opus.*)$/.test(model)

/** Of each who used the best, whether it is new to them; nothing where it can't be told. */
function starts({ company, span, rows }: Those): readonly boolean[] | null {
  const [from = ''] = span
  const seen = firstSeen(company)
  if (seen === undefined || seen > later(from, -28)) return null
  const before = ofPeople(
    (company.uses ?? []).filter(({ day }) => day >= later(from, -84) && day < from),
  )
  return [...ofPeople(rows.filter(isBest)).keys()].map((person) => {
    const then = before.get(person)
    return then !== undefined && !then.some(isBest)
  })
}

type Parts = readonly (number | null)[]
const count = (all: readonly boolean[] | null): Parts =>
  all === null ? [null, null] : [all.filter(Boolean).length, all.length]

export const PERSONS: Readonly<Record<string, (those: Those) => Parts>> = {
  proficiency: (those) => {
    const all = scores(those)
    return [all.reduce((sum, one) => sum + one, 0), all.length]
  },
  habit_rate: (those) => count(scores(those).map((one) => one >= 50)),
  level_rises: (those) => count(moves(those)?.map((up) => up > 0) ?? null),
  level_falls: (those) => count(moves(those)?.map((up) => up < 0) ?? null),
  premium_starts: (those) => count(starts(those)),
}

/** Those that are known week by week and day by day. */
export const IN_BUCKETS = new Set(['proficiency', 'habit_rate'])

export const PERSON_UNITS: Readonly<Record<string, string>> = {
  proficiency: 'ratio',
  habit_rate: 'share',
  level_rises: 'people',
  level_falls: 'people',
  premium_starts: 'people',
}

const active = ['active people', 'people'] as const
const lookedAt = ['people looked at', 'people'] as const
export const PERSONS_OF: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  proficiency: [['points', 'count'], active],
  habit_rate: [['with a habit', 'people'], active],
  level_rises: [['moved up', 'people'], lookedAt],
  level_falls: [['moved down', 'people'], lookedAt],
  premium_starts: [
    ['began', 'people'],
    ['active with premium models', 'people'],
  ],
}

type Counts = (tool: string, day: string) => boolean

export const toolsOf = ({ tools = [] }: Company, { filters }: Asked): readonly string[] =>
  tools.filter((tool) => (filters['tool'] ?? [tool]).includes(tool))

/** What is told of the people of some rows: in scope or of one group, over a period or a part of it. */
export function personsOf(
  company: Company,
  {
    asked,
    uses,
    scoped,
    knownIn,
  }: {
    readonly asked: Asked
    readonly uses: readonly Use[]
    readonly scoped: readonly Use[]
    readonly knownIn: (metric: string) => Counts
  },
) {
  const groupOf = (use: Use) =>
    JSON.stringify([asked.by, asked.also].map((by) => by && keyOf(use, by)))
  const tools = toolsOf(company, asked)
  return (
    metric: string,
    own: readonly Use[],
    days: readonly string[],
    counts: Counts = knownIn(metric),
  ): Parts | undefined => {
    const ever = uses.filter((use) => matches(use, asked.filters, company))
    const [one] = own
    return PERSONS[metric]?.({
      company,
      today: asked.today,
      span: days,
      rows: own.filter((use) => days.includes(use.day) && counts(use.tool, use.day)),
      ever: own === scoped || !one ? ever : ever.filter((use) => groupOf(use) === groupOf(one)),
      working: days.filter((day) => weekdayOf(day) <= 5 && tools.some((tool) => counts(tool, day)))
        .length,
    })
  }
}

export const togetherOf = (metric: string, parts: Parts = []): number | null =>
  IN_BUCKETS.has(metric) ? quotient(metric, parts) : (parts[0] ?? null)
