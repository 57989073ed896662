import { divideHalfEven } from '#core/money/money.ts'
import { UNREPORTED, type UsageEvent, type UsageReport } from '#ingest.ts'

/** Adds reports up as they come; what they were of one by one is gone at once. */
export type UnitSums = {
  add(report: UsageReport): void
  /** The sums, which are forgotten here. */
  take(): readonly UsageReport[]
}

type Numbers = Pick<UsageReport, keyof typeof UNREPORTED>
const NAMES = Object.keys(UNREPORTED) as readonly (keyof Numbers)[]

/** Sums by day, tool, source, model, feature and account, where `accountOf` says whose a row is to be. */
export function newUnitSums(accountOf: (report: UsageReport) => string | null): UnitSums {
  let sums = new Map<string, UsageReport>()
  return {
    add(report) {
      const account = accountOf(report)
      const key = sumOf({ ...report, account })
      const sum = sums.get(key)
      sums.set(key, sum ? added(sum, report) : { ...report, account })
    },
    take() {
      const taken = [...sums.values()]
      sums = new Map()
      return taken
    },
  }
}

/** Names the sum that a row belongs to. */
export const sumOf = ({ day, tool, source, model, feature, account }: UsageReport): string =>
  JSON.stringify([day, tool, source, model, feature, account])

/** Two rows of one sum, as one. */
export function added(a: UsageReport, b: UsageReport): UsageReport {
  const numbers = NAMES.map((name) => [name, plus(a[name], b[name])])
  const active = a.active || b.active
  return Object.assign({}, a, Object.fromEntries(numbers) as Numbers, {
    active,
    passive: !active && (a.passive || b.passive),
  })
}

/** Unknown and something is something: a source that knows it of one knows it of all it can. */
function plus(a: number | bigint | null, b: number | bigint | null): number | bigint | null {
  if (a === null) return b
  if (b === null) return a
  return typeof a === 'bigint' || typeof b === 'bigint' ? BigInt(a) + BigInt(b) : a + b
}

const PICOS = 1_000_000n

/** Lengths of prompts that are short and long, in characters. */
const [SHORT, LONG] = [50, 200]

/** One message or request as the day it is a part of, its cost still in picodollars. */
export function inPicos(event: UsageEvent): UsageReport {
  const { agent, error, costBasis, costPicos } = event
  const { day, account, tool, source, model, feature } = event
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens } = event
  const tokens = [inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens]
  const length = agent ? null : event.promptCharacters
  const measured = (is: (length: number) => boolean) =>
    length === null ? null : Number(is(length))
  const cost = (basis: UsageEvent['costBasis']) => (costBasis === basis ? costPicos : null)
  return {
    ...UNREPORTED,
    day,
    account,
    tool,
    source,
    model,
    feature,
    inputTokens,
    cacheReadTokens,
    cacheWriteTokens,
    outputTokens,
    active: !agent,
    passive: agent,
    messages: Number(!agent),
    requests: 1,
    agentRequests: Number(agent),
    errors: Number(error),
    promptCharacters: length,
    promptsMeasured: measured(() => true),
    promptsShort: measured((it) => it < SHORT),
    promptsMiddle: measured((it) => it >= SHORT && it <= LONG),
    promptsLong: measured((it) => it > LONG),
    unpricedTokens: tokens.every((it) => it === null)
      ? null
      : costPicos === null
        ? tokens.reduce<number>((sum, it) => sum + (it ?? 0), 0)
        : 0,
    costBilledMicros: cost('billed'),
    costEstimatedMicros: cost('estimated'),
    costCreditsMicros: cost('credits'),
  }
}

/** Picodollars as whole micro-dollars, rounded once. */
export function inMicros(sum: UsageReport): UsageReport {
  const micros = (picos: bigint | null) => picos && divideHalfEven(picos, PICOS)
  return {
    ...sum,
    costBilledMicros: micros(sum.costBilledMicros),
    costEstimatedMicros: micros(sum.costEstimatedMicros),
    costCreditsMicros: micros(sum.costCreditsMicros),
  }
}
