/**
 * What the store should hold, computed the slow and obvious way from the raw lines. Imports nothing
 * from the product, so that both can only agree by being right.
 */

import { histogram, micros, sum } from './reference-numbers.ts'
import { believer, blanks, type Group, says } from './reference-truth.ts'

/** One line as a source wrote it. Accounts, conversations, assets, runs and digests are hex. */
export type RawEvent = {
  readonly atMicros: bigint
  readonly day: string
  readonly account: string | null
  readonly tool: string
  readonly source: string
  readonly model: string | null
  readonly feature: string | null
  readonly conversation: string | null
  readonly agent: boolean
  readonly error: boolean
  readonly promptCharacters: number | null
  readonly outputCharacters: number | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
  readonly costPicos: bigint | null
  readonly costBasis: 'billed' | 'estimated' | 'credits' | null
  readonly assetKind: string | null
  readonly asset: string | null
  readonly run: string | null
  readonly id: string | null
  readonly digest: string
}

export type RawMember = {
  readonly account: string
  readonly aliases: readonly string[]
  /** `Sales/EMEA` */
  readonly unit: string
  readonly from: string
  readonly to: string | null
}

/** A person is named by their main account. */
export type DailyRow = {
  readonly day: string
  readonly account: string | null
  readonly tool: string
  readonly model: string | null
  readonly feature: string | null
  readonly source: string
  readonly person: string | null
  readonly unit: string | null
  readonly active: boolean
  readonly passive: boolean
  readonly messages: number | null
  readonly sessions: number | null
  readonly requests: number | null
  readonly agentRequests: number | null
  readonly errors: number | null
  readonly promptCharacters: number | null
  readonly promptsMeasured: number | null
  /** Under 50, 50 to 200, over 200 characters. */
  readonly promptBands: readonly number[] | null
  readonly promptHistogram: readonly number[] | null
  readonly outputCharacters: number | null
  readonly outputsMeasured: number | null
  readonly depthHistogram: readonly number[] | null
  readonly secondsHistogram: readonly number[] | null
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
  readonly unpricedTokens: number | null
  readonly lightRequests: number | null
  readonly costBilledMicros: bigint | null
  readonly costEstimatedMicros: bigint | null
  readonly costCreditsMicros: bigint | null
}

export type Session = {
  readonly day: string
  readonly lastDay: string
  readonly person: string
  readonly tool: string
  readonly startedAt: bigint
  readonly endedAt: bigint
  readonly messages: number
  /** The first message, to which the session belongs. */
  readonly first: RawEvent
}

const GAP_MICROS = 30n * 60n * 1_000_000n
const signed = (hex: string) => BigInt.asIntN(64, BigInt(`0x${hex.slice(0, 16)}`))
const within = (day: string, from: string, to: string | null) =>
  from <= day && (to === null || day <= to)

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

/** The person's main account; null for use nobody owns. */
function personOf(
  account: string | null,
  day: string,
  members: readonly RawMember[],
): string | null {
  if (account === null) return null
  const owners = members.filter(({ aliases }) => aliases.includes(account))
  const people = new Set(owners.map((member) => member.account))
  if (people.size === 1) return [...people][0] ?? account
  return owners.find(({ from, to }) => within(day, from, to))?.account ?? account
}

/** The path of the home unit; null for unattributed. */
function unitOf(person: string | null, day: string, members: readonly RawMember[]): string | null {
  return (
    members.find(({ account, from, to }) => account === person && within(day, from, to))?.unit ??
    null
  )
}

/** Sources of the lines, the best first. */
const ORDER = ['gateway', 'export']

const whoOf = ({ account, day }: RawEvent, members: readonly RawMember[]) =>
  personOf(account, day, members) ?? 'nobody'

/** Whether a line's source is the one that is believed for it. */
function isBelieved(events: readonly RawEvent[], members: readonly RawMember[]) {
  const tokens = (line: RawEvent) =>
    [line.inputTokens, line.cacheReadTokens, line.cacheWriteTokens, line.outputTokens].some(
      (count) => count !== null,
    )
  const said = events.map((line) => ({
    day: line.day,
    who: whoOf(line, members),
    tool: line.tool,
    source: line.source,
    activity: 2 as const,
    tokens: tokens(line) ? (2 as const) : (1 as const),
    cost: line.costPicos === null ? (tokens(line) ? (1 as const) : (0 as const)) : (2 as const),
  }))
  const believed = believer(said, ORDER)
  return (line: RawEvent, group: Group) =>
    believed(line.day, whoOf(line, members), line.tool, group) === line.source
}

/** A person's messages in one tool and conversation, split at gaps over 30 minutes. */
export function sessionsOf(
  events: readonly RawEvent[],
  members: readonly RawMember[],
): readonly Session[] {
  const believed = isBelieved(events, members)
  const messages = events.filter(
    (line) => !line.agent && line.account !== null && believed(line, 'activity'),
  )
  const streams = groupBy(messages, (event) =>
    [personOf(event.account, event.day, members), event.tool, event.conversation].join(' '),
  )
  return [...streams.values()].flatMap((stream) => {
    const sorted = stream.toSorted((a, b) =>
      a.atMicros === b.atMicros
        ? Number(signed(a.digest) > signed(b.digest)) - Number(signed(a.digest) < signed(b.digest))
        : Number(a.atMicros > b.atMicros) * 2 - 1,
    )
    const runs: RawEvent[][] = []
    for (const event of sorted) {
      const last = runs.at(-1)?.at(-1)
      if (last && event.atMicros - last.atMicros <= GAP_MICROS) runs.at(-1)?.push(event)
      else runs.push([event])
    }
    return runs.map((run) => session(run, members))
  })
}

function session(run: readonly RawEvent[], members: readonly RawMember[]): Session {
  const [first] = run
  const last = run.at(-1)
  if (!first || !last) throw new Error('a session has a message')
  return {
    day: first.day,
    lastDay: last.day,
    person: personOf(first.account, first.day, members) ?? '',
    tool: first.tool,
    startedAt: first.atMicros,
    endedAt: last.atMicros,
    messages: run.length,
    first,
  }
}

const rowKey = (event: RawEvent) =>
  [event.day, event.account, event.tool, event.model, event.feature, event.source].join(' ')

/** Every row of `usage_daily` that events give. */
export function dailyRows(
  events: readonly RawEvent[],
  members: readonly RawMember[],
): readonly DailyRow[] {
  const sessions = groupBy(sessionsOf(events, members), ({ first }) => rowKey(first))
  const believed = isBelieved(events, members)
  return [...groupBy(events, rowKey)].flatMap(([key, lines]) => {
    const [first] = lines
    if (!first) return []
    const row = dailyRow(lines, sessions.get(key) ?? [], members)
    const kept = { ...row, ...blanks((group) => !believed(first, group)) }
    return says(kept) ? [kept] : []
  })
}

function dailyRow(
  lines: readonly RawEvent[],
  sessions: readonly Session[],
  members: readonly RawMember[],
): DailyRow {
  const [first] = lines
  if (!first) throw new Error('a row has a line')
  const { day, account, tool, model, feature, source } = first
  const person = personOf(account, day, members)
  const messages = lines.filter(({ agent }) => !agent)
  const prompts = messages.flatMap(({ promptCharacters }) => promptCharacters ?? [])
  const cost = (basis: RawEvent['costBasis']) => {
    const costs = lines.flatMap((line) => (line.costBasis === basis ? (line.costPicos ?? []) : []))
    return costs.length === 0 ? null : micros(costs.reduce((a, b) => a + b, 0n))
  }
  const input = (line: RawEvent) =>
    sum([line.inputTokens, line.cacheReadTokens, line.cacheWriteTokens])
  const all = (line: RawEvent) => sum([input(line), line.outputTokens])
  const counted = lines.filter((line) => all(line) !== null)
  const known = (value: number) => (counted.length === 0 ? null : value)
  return {
    day,
    account,
    tool,
    model,
    feature,
    source,
    person,
    unit: unitOf(person, day, members),
    active: messages.length > 0,
    passive: messages.length === 0,
    messages: messages.length,
    sessions: account === null ? null : sessions.length,
    requests: lines.length,
    agentRequests: lines.length - messages.length,
    errors: lines.filter(({ error }) => error).length,
    promptCharacters: sum(prompts),
    promptsMeasured: prompts.length,
    promptBands:
      prompts.length === 0
        ? null
        : [
            prompts.filter((length) => length < 50).length,
            prompts.filter((length) => length >= 50 && length <= 200).length,
            prompts.filter((length) => length > 200).length,
          ],
    promptHistogram: histogram(prompts),
    outputCharacters: sum(lines.map(({ outputCharacters }) => outputCharacters)),
    outputsMeasured: lines.filter(({ outputCharacters }) => outputCharacters !== null).length,
    depthHistogram: histogram(sessions.map(({ messages }) => messages)),
    secondsHistogram: histogram(
      sessions
        .filter(({ messages }) => messages > 1)
        .map(({ startedAt, endedAt }) => Number((endedAt - startedAt) / 1_000_000n)),
    ),
    inputTokens: sum(lines.map(({ inputTokens }) => inputTokens)),
    cacheReadTokens: sum(lines.map(({ cacheReadTokens }) => cacheReadTokens)),
    cacheWriteTokens: sum(lines.map(({ cacheWriteTokens }) => cacheWriteTokens)),
    outputTokens: sum(lines.map(({ outputTokens }) => outputTokens)),
    unpricedTokens: known(sum(counted.filter(({ costPicos }) => costPicos === null).map(all)) ?? 0),
    lightRequests: known(
      counted.filter((line) => (input(line) ?? 0) <= 500 && (line.outputTokens ?? 0) <= 200).length,
    ),
    costBilledMicros: cost('billed'),
    costEstimatedMicros: cost('estimated'),
    costCreditsMicros: cost('credits'),
  }
}
