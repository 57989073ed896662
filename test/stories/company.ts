import { COLUMNS, type Company, type Line, type Member, shifted } from './facts.ts'

/** The same numbers from 0 to 1 for the same seed. */
export function dice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export type Pick = <Item>(items: readonly Item[]) => Item
export const picker =
  (random: () => number): Pick =>
  (items) =>
    items[Math.floor(random() * items.length)] as (typeof items)[number]

export const TEAMS = ['Engineering', 'Engineering/Platform', 'Sales/EMEA', 'Sales/US', 'Legal']
export const PEOPLE = Array.from({ length: 8 }, (_, n) => `person${n}@example.com`)
/** Both change their clocks within the days that are written. */
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata']
const IMPORTED_AT = '2026-11-21T12:00:00Z'
/** When questions are asked: that day is not over. */
export const NOW = '2026-11-07T12:00:00Z'
const FIRST = '2026-10-12'
const EMPTY = Object.fromEntries(COLUMNS.map((column) => [column, ''])) as Line

/** Six people with a home: some move, one leaves, one has a second login; two are in no directory. */
function directoryOf(pick: Pick): readonly Member[] {
  return PEOPLE.slice(0, 6).flatMap((person, n) => {
    const member = { person, aliases: n === 0 ? 'octo-login' : '' }
    const day = shifted(FIRST, 4 + 3 * n)
    const whole = { ...member, team: pick(TEAMS), from: '', to: '' }
    if (n === 5) return [{ ...whole, to: day }]
    if (n % 2 === 1) return [whole]
    return [
      { ...whole, to: shifted(day, -1) },
      { ...member, team: pick(TEAMS), from: day, to: '' },
    ]
  })
}

function tokens(random: () => number, model: string): Partial<Line> {
  const some = (most: number) => (random() < 0.8 ? String(Math.floor(random() * most)) : '')
  return {
    input_tokens: some(9000),
    cache_read_tokens: some(3000),
    output_tokens: some(2000),
    cache_write_tokens: model === 'gpt-4o' ? '' : some(500),
  }
}

function lineOf(n: number, tools: readonly string[], { random, pick }: Chance): Line {
  const tool = pick(tools)
  const person = pick([...PEOPLE, 'octo-login', 'Person1@Example.com ', '-'])
  const model = pick(['gpt-4o', 'house-model', ''])
  const cost =
    random() < 0.4
      ? { cost_usd: (random() / 7).toFixed(12), cost_basis: pick(['estimated', 'credits']) }
      : { cost_basis: tool === 'credited' ? 'credits' : '' }
  // A bill comes for some days of one tool.
  const offset = Math.floor(random() * random() * 24)
  const bill =
    tool === 'billed-now-and-then' && offset % 5 === 0 && random() < 0.5
      ? { cost_usd: '0.0000005', cost_basis: 'billed' }
      : {}
  // Bursts around midnight, where sessions cross days; no two lines share a moment.
  const minute = Math.floor(random() * (random() < 0.5 ? 60 : 1440)) - 30
  const at = Date.parse(shifted(FIRST, offset)) + minute * 60_000 + n
  return {
    ...EMPTY,
    time: new Date(at).toISOString(),
    person,
    tool,
    model,
    ...tokens(random, model),
    ...cost,
    ...bill,
    feature: pick(['chat', 'api', '']),
    session: pick(['', '', 'a', 'b']),
    outcome: pick(['ok', '', 'error']),
    initiated_by: random() < 0.15 ? 'agent' : pick(['', 'user']),
    id: `line-${n}`,
  }
}

type Chance = { readonly random: () => number; readonly pick: Pick }

/** A small company that holds everything that can go wrong with a count. */
export function companyOf(seed: number): Company {
  const random = dice(seed)
  const chance = { random, pick: picker(random) }
  const first = Array.from({ length: 350 }, (_, n) =>
    lineOf(n, ['chatgpt', 'billed-now-and-then'], chance),
  )
  // Another source knows fewer days and no sessions, and nothing has a price.
  const second = Array.from({ length: 60 }, (_, n) =>
    lineOf(1000 + n, ['credited'], chance),
  ).flatMap((line) => {
    const inside = line.time > '2026-10-15' && line.time < '2026-10-28'
    return inside ? [{ ...line, cost_usd: '', cost_basis: 'credits', cache_read_tokens: '' }] : []
  })
  // What was used on the day of the questions, so far.
  const today = { ...lineOf(2000, ['chatgpt'], chance), time: '2026-11-07T11:00:00.000Z' }
  return {
    zone: chance.pick(ZONES),
    importedAt: IMPORTED_AT,
    files: [[...first, today], second],
    directory: directoryOf(chance.pick),
  }
}
