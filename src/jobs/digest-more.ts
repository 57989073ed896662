import type { Filters } from '#core/command/command.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { Commitment, DigestFacts, ModelWeeks, SeatUse } from '#core/digest/facts.ts'
import type { Measured, MetricId, Row, Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'

import { type Asking, weekly } from './digest-facts.ts'
import type { DigestPorts } from './digest-ports.ts'

type More = Pick<
  DigestFacts,
  | 'models'
  | 'prompts'
  | 'departments'
  | 'seats'
  | 'contracts'
  | 'commitments'
  | 'streams'
  | 'governance'
  | 'assets'
>

type From = {
  readonly ports: DigestPorts
  readonly team: string | undefined
  /** Tools that are known in the last week and those before it. */
  readonly tools: readonly string[]
}

/** What views of one subject need; what is of the whole company is not read for a team. */
export async function moreFacts(asked: Asking, from: From): Promise<More> {
  const { asOf } = asked
  const { ports, team, tools } = from
  const filters: Filters = { tool: tools, ...(team !== undefined && { team: [team] }) }
  const [models, prompts] = await Promise.all([
    modelWeeks(asked, filters),
    weekly(asked, { metrics: ['short_prompt_share', 'long_prompt_share'], filters }),
  ])
  const own = { models, prompts: promptsOf(prompts) }
  if (team !== undefined) return { ...own, ...OF_THE_COMPANY }
  const [book, departments, pools, streams, governance, assets] = await Promise.all([
    ports.contracts?.list(asOf),
    lastWeek(asked, filters),
    ports.seatUse(addDays(asOf, -1)),
    ports.status?.() ?? null,
    ports.governance(asOf),
    ports.assets(asOf),
  ])
  const contracts = book?.contracts ?? null
  return {
    ...own,
    departments,
    seats: priced(pools, contracts ?? [], asOf),
    contracts,
    commitments: await commitments(asked, contracts ?? []),
    streams,
    governance,
    assets,
  }
}

const OF_THE_COMPANY = {
  departments: [],
  seats: null,
  contracts: null,
  commitments: null,
  streams: null,
  governance: null,
  assets: null,
} as const

const rowsOf = (measured: Measured, metric: MetricId): readonly Row[] =>
  measured.measurements.find((one) => one.metric === metric)?.by?.rows ?? []

const MODEL_WEEKS = 4

/** Tool by tool: what a message costs is compared where it is the same kind of work. */
async function modelWeeks(
  asked: Asking,
  { tool: tools = [], ...filters }: Filters,
): Promise<readonly ModelWeeks[]> {
  const each = await Promise.all(
    tools.map(async (tool) => {
      const measured = await weekly(asked, {
        metrics: ['messages', 'spend'],
        filters: { ...filters, tool: [tool] },
        by: 'model',
      })
      const spend = rowsOf(measured, 'spend')
      return rowsOf(measured, 'messages').map(({ key, label, series = [] }) => ({
        tool,
        key,
        label,
        series,
        messages: recent(series),
        spend: recent(spend.find((row) => row.key === key)?.series),
      }))
    }),
  )
  return each.flat()
}

const recent = (series: readonly Value[] = []): Value =>
  series
    .slice(-MODEL_WEEKS)
    .reduce<Value>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null)

function promptsOf(measured: Measured): More['prompts'] {
  const of = (metric: MetricId) =>
    measured.measurements.find((one) => one.metric === metric)?.series.map(({ value }) => value) ??
    []
  const [short, long] = [of('short_prompt_share'), of('long_prompt_share')]
  return short.every((value) => value === null) ? null : { short, long }
}

async function lastWeek({ asOf, reader }: Asking, filters: Filters): Promise<More['departments']> {
  const found = await reader.resolve(filters)
  if ('unresolved' in found) return []
  const measured = await reader.measure({
    metrics: ['active_people', 'sessions_per_person_week', 'messages_per_session'],
    period: { from: addDays(asOf, -7), to: addDays(asOf, -1) },
    previous: { from: addDays(asOf, -14), to: addDays(asOf, -8) },
    grain: 'week',
    scope: found.scope,
    by: 'department',
    today: asOf,
    partial: false,
  })
  const value = (metric: MetricId, path: string): Value =>
    rowsOf(measured, metric).find(({ key }) => key === path)?.now ?? null
  return rowsOf(measured, 'active_people').flatMap(({ key, label, now }) =>
    key === null
      ? []
      : [
          {
            path: key,
            label,
            people: now,
            sessionsPerPerson: value('sessions_per_person_week', key),
            depth: value('messages_per_session', key),
          },
        ],
  )
}

/** Seats at the price that was agreed; else at the one their list names. */
function priced(
  pools: readonly SeatUse[],
  contracts: readonly Contract[],
  on: Day,
): readonly SeatUse[] {
  return pools.map((pool) => {
    const agreed = contracts.find(
      ({ tool, plan, from, to, monthlyMicros }) =>
        tool === pool.tool &&
        (plan === '' || plan === pool.plan) &&
        from <= on &&
        (to === null || to >= on) &&
        monthlyMicros !== null,
    )
    if (!agreed || agreed.monthlyMicros === null) return pool
    const { currency, monthlyMicros } = agreed
    return { ...pool, monthlyMicros: Number(monthlyMicros), currency, priced: 'contract' }
  })
}

/** What was promised over terms that hold now, in dollars, and what is spent of it. */
async function commitments(
  { asOf, reader }: Asking,
  contracts: readonly Contract[],
): Promise<readonly Commitment[]> {
  const held = contracts.flatMap(({ tool, from, to, committedMicros, currency }) =>
    committedMicros !== null && to !== null && currency === 'USD' && from < asOf && to >= asOf
      ? [{ tool, from, to, committed: Number(committedMicros) }]
      : [],
  )
  return Promise.all(
    held.map(async (one) => {
      const found = await reader.resolve({ tool: [one.tool] })
      if ('unresolved' in found) return { ...one, spent: null }
      const { measurements } = await reader.measure({
        metrics: ['spend'],
        period: { from: one.from, to: addDays(asOf, -1) },
        previous: { from: addDays(one.from, -1), to: addDays(one.from, -1) },
        grain: 'week',
        scope: found.scope,
        today: asOf,
        partial: false,
      })
      return { ...one, spent: measurements[0]?.now ?? null }
    }),
  )
}
