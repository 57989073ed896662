import { expect, test } from 'vitest'

import { companyOf, dice, NOW, PEOPLE, picker, TEAMS } from './company.ts'
import type { Company, Line } from './facts.ts'
import { directoryCsv, newHouse, type StoryHouse, usageCsv } from './house.ts'
import { type Asked, byKey, type Dimension, truthOf } from './truth.ts'

const fresh = Math.floor(Math.random() * 1e9)
const SEEDS = [1, 2, fresh]
const QUESTIONS = 24

type Report = {
  readonly command: string
  readonly period: { readonly from: string; readonly to: string }
  readonly previous: { readonly from: string; readonly to: string }
  readonly grain: 'day' | 'week' | 'month'
  readonly tools: readonly { readonly tool: string }[]
  readonly compared?: { readonly measurements: unknown }
  readonly measurements: readonly {
    readonly metric: string
    readonly coverage: unknown
    readonly now: number | null
    readonly before: number | null
    readonly series: readonly { readonly from: string; readonly value: number | null }[]
    readonly by?: { readonly rows: readonly Row[] }
    readonly byBasis?: Readonly<Record<string, number>>
  }[]
}
type Row = {
  readonly key: string | null
  readonly now: number | null
  readonly before: number | null
}

async function report(house: StoryHouse, question: string, now = NOW): Promise<Report> {
  const { code, out, err } = await house.run('ask', question, '--json', '--now', now)
  expect({ question, code, err }).toEqual({ question, code: 0, err: '' })
  return JSON.parse(out) as Report
}

async function imported(house: StoryHouse, kind: 'usage' | 'directory', content: string) {
  const path = await house.here.file(`${kind}.csv`, content)
  expect(await house.run('import', kind, path, '--quiet')).toMatchObject({ code: 0, err: '' })
}

async function settle(house: StoryHouse, { files, directory }: Company) {
  await imported(house, 'directory', directoryCsv(directory))
  for (const lines of files) await imported(house, 'usage', usageCsv(lines))
}

/** Everyone's alias, as the command says it back. */
async function aliases(house: StoryHouse): Promise<ReadonlyMap<string, string>> {
  const named = PEOPLE.map(async (person) => {
    const { command } = await report(house, `user:${person} 7d`)
    return [/p-[a-z2-7]+/.exec(command)?.[0] ?? '', person] as const
  })
  return new Map(await Promise.all(named))
}

const DIMENSIONS = ['team', 'department', 'user', 'model', 'tool', 'feature'] as const
/** Typed, and what today it is then. */
const PERIODS = [
  ['7d', NOW],
  ['30d', NOW],
  ['2w', NOW],
  ['last month', NOW],
  ['today', NOW],
  ['2026-10-20..2026-10-26', NOW],
  ['2026-10-01..2026-11-07', NOW],
  ['2026-07-01..2026-10-31', NOW],
  ['7d vs:last month', NOW],
  ['2w vs:last year per:day', NOW],
  ['2026-10-20..2026-10-26 vs:2026-11-02..2026-11-06', NOW],
  ['2026-09-05..2026-11-05 per:month', NOW],
  ['30d per:week', NOW],
  ['yesterday', '2026-10-26T02:00:00Z'],
  ['3d', '2026-11-02T04:30:00Z'],
] as const

function questionOf(random: () => number, { files }: Company) {
  const pick = picker(random)
  const by = pick<Dimension | undefined>([...DIMENSIONS, undefined])
  const key = pick(['team', 'user', 'model', 'tool', 'feature', undefined, undefined] as const)
  const lines = files.flat()
  const named = (column: 'model' | 'tool' | 'feature') =>
    pick(lines.map((line) => line[column]).filter((name) => name !== ''))
  const filter: Asked['filter'] =
    key === undefined
      ? undefined
      : key === 'team'
        ? [key, pick([...TEAMS, 'Sales'])]
        : [key, key === 'user' ? pick(PEOPLE) : named(key)]
  const [period, now] = pick(PERIODS)
  const words = [filter && `${filter[0]}:"${filter[1]}"`, by && `by:${by}`, period]
  return { text: words.filter(Boolean).join(' '), now, by, filter }
}

/** Teams of the company; a question may only name those. */
const hasTeam = ({ directory }: Company, team: string) =>
  directory.some((member) => member.team === team || member.team.startsWith(`${team}/`))

test.each(SEEDS)(
  'company %i: every number is the one counted from its lines by hand',
  async (seed) => {
    const company = companyOf(seed)
    await using house = await newHouse(company.zone)
    await settle(house, company)
    const people = await aliases(house)
    const truth = truthOf(company)
    const random = dice(seed + 1)
    for (let n = 0; n < QUESTIONS; n += 1) {
      const { text, now, by, filter } = questionOf(random, company)
      if (filter?.[0] === 'team' && !hasTeam(company, filter[1])) continue
      const said = await report(house, text, now)
      const { period, previous, grain } = said
      const today = new Intl.DateTimeFormat('en-CA', { timeZone: company.zone }).format(
        Date.parse(now),
      )
      const asked: Asked = {
        period,
        previous,
        today,
        grain,
        ...(filter && { filter }),
        ...(by && { by }),
      }
      const named = (key: string | null) => (by === 'user' && key !== null ? people.get(key) : key)
      const shape = {
        tools: said.tools.map(({ tool }) => tool),
        measurements: said.measurements.map(({ metric, coverage, now, before, series, by }) => ({
          metric,
          coverage,
          now,
          before,
          series,
          rows: by?.rows
            .map((row) => [named(row.key) ?? '', row.now, row.before] as const)
            .toSorted(byKey),
        })),
      }
      const where = `company ${seed}, ${company.zone}: ${text} --now ${now}`
      expect({ where, ...shape }).toEqual({ where, ...truth(asked) })
      expect({ where, gaps: gaps(said) }).toEqual({ where, gaps: [] })
    }
    // What something is compared with is what it would be asked alone, names and days of its own.
    const both = await report(house, 'tool:chatgpt compare:feature:chat 30d per:week')
    const alone = await report(house, 'tool:chatgpt feature:chat cost_per_person 30d per:week')
    expect(both.compared?.measurements).toEqual(alone.measurements)
  },
)

const sum = (values: readonly (number | null)[]) =>
  values.reduce<number>((all, value) => all + (value ?? 0), 0)

/** Where parts and unattributed are not the whole, or distinct people are fewer than the whole. */
function gaps({ measurements }: Report): readonly string[] {
  return measurements.flatMap(({ metric, now, by, series, byBasis }) => {
    if (now === null) return []
    const parts = by && sum(by.rows.map((row) => row.now))
    if (metric === 'active_people') return parts !== undefined && parts < now ? [metric] : []
    const wholes = [
      parts,
      sum(series.map(({ value }) => value)),
      byBasis && sum(Object.values(byBasis)),
    ]
    return wholes.some((whole) => whole !== undefined && whole !== now) ? [metric] : []
  })
}

function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => [random(), item] as const)
    .toSorted(([a], [b]) => a - b)
    .map(([, item]) => item)
}

/** Parts that each reach from the first day to the last, for each tool: so they cover the same days. */
function split(lines: readonly Line[], random: () => number): readonly (readonly Line[])[] {
  const sorted = lines.toSorted((a, b) => (a.time < b.time ? -1 : 1))
  const ends = [...Map.groupBy(sorted, ({ tool }) => tool).values()].flatMap((own) =>
    [own[0], own.at(-1)].filter((line) => line !== undefined),
  )
  const all = shuffled(lines, random)
  const half = Math.floor(all.length / 2)
  return [
    [...ends, ...all.slice(0, half)],
    [...all.slice(half), ...ends],
  ].map((part) => Array.from(new Set(part)))
}

test('shuffled, split, repeated and directory-last imports give the same bytes', async () => {
  const company = companyOf(fresh)
  const random = dice(fresh)
  const questions = Array.from({ length: 12 }, () => questionOf(random, company)).filter(
    ({ filter }) => filter?.[0] !== 'team' || hasTeam(company, filter[1]),
  )
  const answersOf = async (settleIn: (house: StoryHouse) => Promise<void>) => {
    await using house = await newHouse(company.zone)
    await settleIn(house)
    const said: string[] = []
    for (const { text, now } of questions)
      said.push((await house.run('ask', text, '--json', '--now', now)).out)
    return said
  }
  const plain = await answersOf((house) => settle(house, company))
  expect(plain.join('')).toContain('"measurements"')
  const otherwise = await answersOf(async (house) => {
    for (const lines of [...company.files, ...company.files].toReversed())
      for (const part of split(lines, random)) await imported(house, 'usage', usageCsv(part))
    await imported(house, 'directory', directoryCsv(shuffled(company.directory, random)))
    await imported(house, 'directory', directoryCsv(company.directory))
  })
  expect({ company: fresh, said: otherwise }).toEqual({ company: fresh, said: plain })
})
