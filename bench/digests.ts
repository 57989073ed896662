/**
 * How fast the digests of a Monday are composed: one each for 1,000 teams of a company of 5,000, all due
 * at once, ten at a time as the sender does. Against the floor: what one question about one team's
 * weeks takes on the same store in the same run. Goals: ten a second, and a question that somebody asks
 * meanwhile waits at most 50 ms longer at p95.
 *
 *   node bench/digests.ts [teams]            on the embedded store
 *   node bench/digests.ts [teams] server     on a PostgreSQL server of its own
 */
import { PGlite } from '@electric-sql/pglite'

import { addDays, day } from '#core/time/day.ts'
import type { Subscription } from '#deliveries.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { composeTurn } from '#jobs/compose-turn.ts'
import { firstServed } from '#jobs/first-served.ts'
import { digestReads } from '#store/digest-reads.ts'
import { embeddedStore } from '#store/embedded-store.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres.ts'
import { readOnce } from '#store/read-once.ts'
import { subscriptionBook } from '#store/subscriptions.ts'
import { usageReader } from '#store/usage-reader.ts'
import { chat } from '#test/jobs/chat.ts'
import { found, type Use } from '#test/store/reader-company.ts'
import { memoryHouse } from '#test/support/house.ts'
import { findServer, withDatabase } from '#test/support/postgres.ts'

import { ms, quantile } from './demo-house.ts'

const TEAMS = Number(process.argv[2] ?? 1_000)
const PEOPLE_IN_TEAM = 5
const WEEKS = 18
const AT_ONCE = 10
const ASOF = day('2026-11-23')
const FIRST = addDays(ASOF, -7 * WEEKS)
const NOW = Date.parse('2026-11-23T08:00:00Z')
const TOOLS = ['chatgpt', 'claude', 'cursor']
const line = (text: string) => process.stdout.write(`${text}\n`)

const teams = Array.from({ length: TEAMS }, (_, n) => `D${n % 20}/Team ${n}`)
const departments = [...new Set(teams.map((team) => team.split('/')[0] ?? ''))]
const people = teams.flatMap((unit, n) =>
  Array.from({ length: PEOPLE_IN_TEAM }, (_, of) => ({ person: `p-${n}x${of}`, unit })),
)
const uses = people.flatMap(({ person, unit }, n) =>
  Array.from({ length: WEEKS }, (_, week): Use => {
    const messages = 5 + ((n * 7 + week * 13) % 11)
    return {
      day: addDays(FIRST, 7 * week + (n % 5)),
      tool: TOOLS[n % TOOLS.length] ?? '',
      model: n % 2 === 0 ? 'gpt-5' : 'opus',
      person,
      unit,
      active: true,
      messages,
      sessions: 2,
      session_depth_histogram: [],
      prompts_measured: messages,
      prompts_short: n % 3,
      prompts_long: 1,
      input_tokens: messages * 100,
      cost_estimated_micros: messages * 20_000,
    }
  }),
)

await using closing = new AsyncDisposableStack()

async function open() {
  if (process.argv[3] === undefined) {
    const pg = await PGlite.create()
    return embeddedStore(pg, () => pg.close())
  }
  const server = await findServer()
  if (server === undefined) throw new Error('There is no PostgreSQL server to run this on')
  closing.defer(() => server.stop())
  return openPostgres(withDatabase(server.url, 'postgres'))
}

const store = closing.use(await open())
await migrate(store)
await found(store, {
  tools: TOOLS,
  models: ['gpt-5', 'opus'],
  units: [...departments, ...teams],
  people: people.map(({ person }) => person),
  members: people.map((one) => ({ ...one, from: FIRST, to: '9999-12-31' })),
  covered: TOOLS.flatMap((tool) =>
    Array.from({ length: 7 * WEEKS }, (_, n) => ({ tool, day: addDays(FIRST, n) })),
  ),
  uses,
})
line(`${store.kind}: ${TEAMS} teams, ${people.length} people, ${uses.length} rows of use`)

const asked = { pseudonym: (text: string) => text }
const usage = usageReader(store.db, asked)
const waiting = firstServed()
const once = readOnce(store.db, () => waiting.quiet(100))
const base = memoryHouse({ now: '2026-11-23T08:00:00Z' })
const subscriptions = subscriptionBook(store.db)
const { reach: chats } = chat()
const house = { ...base, usage, digests: digestReads(store.db), subscriptions, chats }
const answered = answerCommand(house)
const answer: typeof answered = (request) => waiting.serve(() => answered(request))
const burst = { usage: usageReader(once, asked), digests: digestReads(once) }
const compose = composeTurn({ ...house, ...burst, answer, waiting })

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return performance.now() - began
}
const someone = { platform: 'slack', workspace: 'T1', id: 'U1', kind: 'person' } as const
const asking = async (n: number): Promise<number> => {
  const request = { viewer: await chats.viewer(someone), place: 'slack:dm/D1' }
  const text = `team:"${teams[n % TEAMS]}" 30d`
  return timed(async () => {
    const { outcome } = await answer({ text, ...request })
    if (outcome !== 'answered') throw new Error(`a question was ${outcome}`)
  })
}
const floor = (n: number) =>
  timed(async () => {
    const scope = await usage.resolve({ team: [teams[n % TEAMS] ?? ''] })
    if ('unresolved' in scope) throw new Error('a team is not there')
    await usage.measure({
      ...scope,
      metrics: ['messages', 'spend', 'weekly_active_people'],
      period: { from: FIRST, to: addDays(ASOF, -1) },
      previous: { from: addDays(FIRST, -1), to: addDays(FIRST, -1) },
      grain: 'week',
      today: ASOF,
      partial: false,
    })
  })

/** Before anything else runs. */
const floors: number[] = []
const alone: number[] = []
for (let n = 0; n < 40; n += 1) {
  floors.push(await floor(n))
  alone.push(await asking(n))
}

const ends: number[] = []
const queue = { left: TEAMS }
const began = performance.now()
const worker = async () => {
  while (queue.left > 0) {
    const n = (queue.left -= 1)
    const what = `digest team:"${teams[n]}"`
    const target = { no: 1, what, kind: 'person', id: 'U1', name: 'your messages' } as const
    const of: Subscription = {
      id: n + 1,
      platform: 'slack',
      workspace: 'T1',
      owner: 'U1',
      cadence: 'weekly monday 08:00 UTC',
      state: 'active',
      why: undefined,
      nextAt: undefined,
      notable: false,
      targets: [target],
    }
    const turn = { subscription: of.id, no: 1, slot: NOW, missed: 0 }
    ends.push(
      await timed(async () => {
        if (typeof (await compose(turn, of)) === 'string') throw new Error('nothing was said')
      }),
    )
  }
}
const beside: number[] = []
const curious = async () => {
  for (let n = 0; queue.left > 0; n += 1) {
    beside.push(await asking(n))
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}
await Promise.all([...Array.from({ length: AT_ONCE }, worker), curious()])
const seconds = (performance.now() - began) / 1_000

const perSecond = TEAMS / seconds
const each = (1_000 * seconds) / TEAMS
const wait = quantile(beside, 0.95) - quantile(alone, 0.95)
for (const [name, values] of [
  ['one team’s weeks (floor)', floors],
  ['a question alone', alone],
  ['a question meanwhile', beside],
  ['a digest, ten at a time', ends],
] as const)
  line(`  ${name.padEnd(26)} p50 ${ms(quantile(values, 0.5))}   p95 ${ms(quantile(values, 0.95))}`)
line(
  `  ${perSecond.toFixed(1)} digests a second (goal 10); each as ${(each / quantile(floors, 0.5)).toFixed(1)} floors`,
)
line(`  a question meanwhile waits ${wait.toFixed(0)} ms longer at p95 (goal 50)`)
line(`  memory ${(process.memoryUsage().rss / 2 ** 20).toFixed(0)} MiB`)
process.exitCode = perSecond >= 10 && wait <= 50 ? 0 : 1
