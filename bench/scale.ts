/**
 * Questions to a large company on a PostgreSQL server, against the least SQL by hand that says the same, on
 * the same pool in the same run. At full size (100,000 people, two years: the size at which the store was
 * designed) the company takes an hour to build and 30 GB; it is kept, and a longer one adds to a shorter one.
 *
 *   DATABASE_URL=postgres://… node bench/scale.ts [--people N] [--days N] [--rounds N] [--seed N]
 *
 * Goals: p95 at most 1.2 times that of the SQL by hand, and at most 300 ms; of type-ahead at most 100 ms.
 */
import { parseArgs } from 'node:util'

import type { Filters } from '#core/command/command.ts'
import { EVERYTHING } from '#core/message/answered.ts'
import { addDays } from '#core/time/day.ts'
import { resolvePeriod } from '#core/time/resolve.ts'
import { openPostgres } from '#store/postgres.ts'
import { namesLike } from '#store/type-ahead.ts'
import { usageReader } from '#store/usage-reader.ts'

import { ms, quantile } from './demo-house.ts'
import { randomOf } from './insight/random.ts'
import { build, DEPARTMENTS, DIVISIONS, LAST, TEAMS, TEAMS_OF_ONE } from './scale/build.ts'
import { byHand, type Said, type Split, type Whom } from './scale/by-hand.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    days: { type: 'string', default: '730' },
    rounds: { type: 'string', default: '40' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1e6)) },
  },
})
const DAYS = Number(values.days)
const ROUNDS = Number(values.rounds)
const random = randomOf(Number(values.seed))
const TODAY = addDays(LAST, 1)
const LIMIT_MS = 300
const GOAL = 1.2
const TYPING_MS = 100

const one = (of: number) => 1 + Math.floor(random.uniform() * of)
const division = (department: number) =>
  department <= Math.round(DEPARTMENTS * 0.3) ? 1 : 2 + (department % (DIVISIONS - 1))

type Target = { readonly whom: Whom; readonly filters: Filters }

const path = (of: string): Target => ({
  whom: { kind: 'units', path: of },
  filters: { team: [of] },
})
const department = (of: number) => `Division ${division(of)}/Department ${of}`
const team = () => {
  const of = one(TEAMS)
  return path(`${department(Math.ceil(of / TEAMS_OF_ONE))}/Team ${of}`)
}
const divided = () => {
  const id = one(DIVISIONS)
  return { whom: { kind: 'division', id }, filters: { team: [`Division ${id}`] } } as const
}
const company = (): Target => ({ whom: { kind: 'company' }, filters: {} })

type Form = {
  readonly name: string
  readonly target: () => Target
  readonly by?: Split
  readonly days: number
}

const FORMS: readonly Form[] = [30, 365].flatMap((days): readonly Form[] => [
  { name: `one team ${days}d`, target: team, days },
  {
    name: `one department of 400 ${days}d`,
    target: () => path(department(one(DEPARTMENTS))),
    days,
  },
  { name: `one division ${days}d`, target: divided, days },
  { name: `the company ${days}d`, target: company, days },
  { name: `the company ${days}d by:tool`, target: company, by: 'tool', days },
  { name: `the company ${days}d by:department`, target: company, by: 'department', days },
  { name: `one team ${days}d by:model`, target: team, by: 'model', days },
])

const timed = async <T>(work: () => Promise<T>): Promise<readonly [number, T]> => {
  const start = performance.now()
  const made = await work()
  return [performance.now() - start, made]
}

await using store = await openPostgres(process.env['DATABASE_URL'] ?? '')
await build(store, { people: Number(values.people), days: DAYS })
const reader = usageReader(store.db, { pseudonym: () => Promise.resolve('') as never })
console.log(
  `${values.people} people, ${DAYS} days from ${addDays(LAST, 1 - DAYS)}; seed ${values.seed}, ${ROUNDS} rounds`,
)

async function ours({ by, days }: Form, target: Target): Promise<Said> {
  const found = await reader.resolve(target.filters)
  if (!('scope' in found)) throw new Error('No such unit')
  const period = resolvePeriod({ kind: 'days', count: days }, TODAY)
  const { measurements } = await reader.measure({
    ...period,
    metrics: EVERYTHING,
    scope: found.scope,
    today: TODAY,
    ...(by && { by }),
  })
  const said = (metric: string) => measurements.find((of) => of.metric === metric)?.now ?? 0
  return { spend: said('spend'), messages: said('messages'), people: said('active_people') }
}

let sound = true
for (const form of FORMS.filter(({ days }) => days * 2 <= DAYS)) {
  const [floor, whole]: [number[], number[]] = [[], []]
  for (let round = -3; round < ROUNDS; round++) {
    const target = form.target()
    const { period, previous } = resolvePeriod({ kind: 'days', count: form.days }, TODAY)
    const hand = () => byHand(store.db, { whom: target.whom, by: form.by, period, previous })
    const product = () => ours(form, target)
    // Whoever comes second finds the pages read.
    const [first, second] = round % 2 === 0 ? [hand, product] : [product, hand]
    const [a, b] = [await timed(first), await timed(second)]
    const [[floorMs, expected], [ourMs, said]] = round % 2 === 0 ? [a, b] : [b, a]
    if (JSON.stringify(said) !== JSON.stringify(expected))
      throw new Error(`${form.name}: ${JSON.stringify(said)}, by hand ${JSON.stringify(expected)}`)
    if (round < 0) continue
    floor.push(floorMs)
    whole.push(ourMs)
  }
  const p95 = quantile(whole, 0.95)
  const ratio = p95 / quantile(floor, 0.95)
  const good = p95 <= LIMIT_MS && ratio <= GOAL
  sound &&= good
  console.log(
    `  ${form.name.padEnd(34)} p50 ${ms(quantile(whole, 0.5))}  p95 ${ms(p95)}   by hand ${ms(quantile(floor, 0.5))} ${ms(quantile(floor, 0.95))}   ${ratio.toFixed(2)}${good ? '' : '  missed'}`,
  )
}

const names = namesLike(store.db)
const letter = () => 'abcdefghijkmnpqrstuvwxyz23456789'[Math.floor(random.uniform() * 32)] ?? 'a'
const TYPED = {
  team: () => `team ${one(99)}`,
  user: () => `p-${letter()}${letter()}`,
  model: letter,
} as const
for (const [key, typed] of Object.entries(TYPED)) {
  const kind = key as keyof typeof TYPED
  const took: number[] = []
  for (let round = -3; round < ROUNDS; round++) {
    const [spent] = await timed(() => names[kind]({ typed: typed(), most: 100, published: false }))
    if (round >= 0) took.push(spent)
  }
  const p95 = quantile(took, 0.95)
  sound &&= p95 <= TYPING_MS
  console.log(
    `  type-ahead of a ${kind}`.padEnd(36),
    `p50 ${ms(quantile(took, 0.5))}  p95 ${ms(p95)}${p95 <= TYPING_MS ? '' : '  missed'}`,
  )
}
process.exitCode = sound ? 0 : 1
