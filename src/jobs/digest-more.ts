import { endOf, startOf } from '#core/alert/crossing.ts'
import { whose } from '#core/alert/number-words.ts'
import type { Filters } from '#core/command/command.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { Budget, Commitment, DigestFacts, ModelWeeks } from '#core/digest/facts.ts'
import type { Measured, MetricId, Row, Value } from '#core/metric/metric.ts'
import { addDays } from '#core/time/day.ts'

import { type Asking, weekly } from './digest-facts.ts'
import type { DigestPorts } from './digest-ports.ts'
import { priced } from './seat-prices.ts'

type More = Pick<
  DigestFacts,
  | 'models'
  | 'prompts'
  | 'departments'
  | 'seats'
  | 'contracts'
  | 'commitments'
  | 'budgets'
  | 'streams'
  | 'governance'
  | 'alerts'
  | 'assets'
>

/** What views need of a team as of the company. */
export type OwnFacts = Pick<More, 'models' | 'prompts'>

const PROMPTS = ['short_prompt_share', 'long_prompt_share'] as const
const MODELS = ['messages', 'spend'] as const

export async function ownFacts(asked: Asking, filters: Filters): Promise<OwnFacts> {
  const [models, prompts] = await Promise.all([
    modelWeeks(asked, filters),
    weekly(asked, { metrics: PROMPTS, filters }),
  ])
  return { models, prompts: promptsOf(prompts) }
}

/** As `ownFacts` of each of these teams, none of which is above another. */
export async function factsOfTeams(
  asked: Asking,
  { tool = [], team = [] }: Pick<Filters, 'tool' | 'team'>,
): Promise<ReadonlyMap<string, OwnFacts>> {
  const [prompts, ...models] = await Promise.all([
    weekly(asked, { metrics: PROMPTS, filters: { tool, team }, by: 'team' }),
    ...tool.map(async (one) => {
      const filters = { tool: [one], team }
      const measured = await weekly(asked, { metrics: MODELS, filters, by: 'team', also: 'model' })
      const [messages, spend] = MODELS.map((metric) => byTeam(rowsOf(measured, metric)))
      return { tool: one, messages, spend }
    }),
  ])
  const [short, long] = PROMPTS.map((metric) => byTeam(rowsOf(prompts, metric)))
  return new Map(
    team.map((path) => [
      path,
      {
        models: models.flatMap(({ tool, messages, spend }) =>
          modelsOf(tool, {
            messages: messages?.get(path)?.map(ofModel) ?? [],
            spend: spend?.get(path)?.map(ofModel) ?? [],
          }),
        ),
        prompts: promptSeries(short?.get(path)?.[0]?.series, long?.get(path)?.[0]?.series),
      },
    ]),
  )
}

const byTeam = (rows: readonly Row[]) => Map.groupBy(rows, ({ key }) => key)
const ofModel = ({ also, ...row }: Row): Row => ({ ...row, ...also })

/** What views need of the company alone; it is not read for a team. */
export async function moreFacts(
  asked: Asking,
  { ports, tools }: { readonly ports: DigestPorts; readonly tools: readonly string[] },
): Promise<More> {
  const { asOf } = asked
  const filters: Filters = { tool: tools }
  const [own, book, departments, pools, streams, governance, alerts, assets] = await Promise.all([
    ownFacts(asked, filters),
    ports.contracts?.list(asOf),
    lastWeek(asked, filters),
    ports.seatUse(addDays(asOf, -1)),
    ports.status?.() ?? null,
    ports.governance(asOf),
    ports.alertWeek?.(asOf),
    ports.assets(asOf),
  ])
  const contracts = book?.contracts ?? null
  return {
    ...own,
    departments,
    seats: priced(pools, contracts ?? [], asOf),
    contracts,
    commitments: await commitments(asked, contracts ?? []),
    budgets: await budgets(asked, ports),
    streams,
    governance,
    ...(alerts && { alerts }),
    assets,
  }
}

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
        metrics: MODELS,
        filters: { ...filters, tool: [tool] },
        by: 'model',
      })
      const [messages = [], spend = []] = MODELS.map((metric) => rowsOf(measured, metric))
      return modelsOf(tool, { messages, spend })
    }),
  )
  return each.flat()
}

type OfModels = Readonly<Record<(typeof MODELS)[number], readonly Row[]>>

const modelsOf = (tool: string, { messages, spend }: OfModels): readonly ModelWeeks[] =>
  messages.map(({ key, label, series = [] }) => ({
    tool,
    key,
    label,
    series,
    messages: recent(series),
    spend: recent(spend.find((row) => row.key === key)?.series),
  }))

const recent = (series: readonly Value[] = []): Value =>
  series
    .slice(-MODEL_WEEKS)
    .reduce<Value>((sum, value) => (value === null ? sum : (sum ?? 0) + value), null)

function promptsOf(measured: Measured): More['prompts'] {
  const [short, long] = PROMPTS.map((metric) =>
    measured.measurements.find((one) => one.metric === metric)?.series.map(({ value }) => value),
  )
  return promptSeries(short, long)
}

const promptSeries = (short: readonly Value[] = [], long: readonly Value[] = []): More['prompts'] =>
  short.every((value) => value === null) ? null : { short, long }

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

/** What was promised over terms that hold now, in dollars, and what is spent of it. */
async function commitments(
  asked: Asking,
  contracts: readonly Contract[],
): Promise<readonly Commitment[]> {
  const { asOf } = asked
  const held = contracts.flatMap(({ tool, from, to, committedMicros, currency }) =>
    committedMicros !== null && to !== null && currency === 'USD' && from < asOf && to >= asOf
      ? [{ tool, from, to, committed: Number(committedMicros) }]
      : [],
  )
  return Promise.all(
    held.map(async (one) => {
      return {
        ...one,
        spent: await spentOf(asked, { filters: { tool: [one.tool] }, from: one.from }),
      }
    }),
  )
}

/** Budgets on spend that are on, and what is spent of them up to the digest's Monday. */
async function budgets(
  asked: Asking,
  { alerts }: Pick<DigestPorts, 'alerts'>,
): Promise<readonly Budget[]> {
  const set = (await alerts?.rules()) ?? []
  const last = addDays(asked.asOf, -1)
  const held = set.flatMap(({ rule, on, spec }) => {
    if (!on || spec?.kind !== 'budget' || spec.metric !== 'spend' || spec.per === 'day') return []
    const { filters, amount, per } = spec
    const from = startOf(last, per)
    return [{ rule, of: whose(spec), filters, per, from, to: endOf(from, per), amount }]
  })
  return Promise.all(held.map(async (one) => ({ ...one, spent: await spentOf(asked, one) })))
}

/** From a day to the digest's Monday; null where a name is not known any more. */
async function spentOf(
  { asOf, reader }: Asking,
  { filters, from }: Pick<Budget, 'filters' | 'from'>,
): Promise<Value> {
  const found = await reader.resolve(filters)
  if ('unresolved' in found) return null
  const { measurements } = await reader.measure({
    metrics: ['spend'],
    period: { from, to: addDays(asOf, -1) },
    previous: { from: addDays(from, -1), to: addDays(from, -1) },
    grain: 'week',
    scope: found.scope,
    today: asOf,
    partial: false,
  })
  return measurements[0]?.now ?? null
}
