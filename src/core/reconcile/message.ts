import { formatShare } from '#core/chart/format.ts'
import { counted, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Unit, Value } from '#core/metric/metric.ts'
import type { Day } from '#core/time/day.ts'
import { describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

import type { MeasureFacts, ReconcileFacts, SourceFacts, ToolFacts } from './facts.ts'
import { reasonText } from './reason-words.ts'
import { billAgainstEstimate, billReasons, type Reason, sourceReasons } from './reasons.ts'

type Asked = {
  readonly facts: ReconcileFacts
  readonly period: Period
  readonly today: Day
  /** Canonical, for the buttons. */
  readonly command: string
}

const NOTHING = '–'

const MEASURE: Record<MeasureGroup, { readonly name: string; readonly unit: Unit }> = {
  activity: { name: 'messages', unit: 'count' },
  tokens: { name: 'tokens', unit: 'tokens' },
  cost: { name: 'cost', unit: 'usd_micros' },
}

/** Bills against estimates and source against source, with the likely reasons where they differ. */
export function reconcileMessage({ facts, period, today, command }: Asked): Message {
  const billed = facts.tools.filter(({ bill }) => bill !== null)
  const several = facts.tools.filter((tool) => contested(tool).length > 0)
  return {
    title: ['Costs reconciled', describePeriod(period)].join(' · '),
    summary: summary(facts.tools),
    parts: [
      ...(billed.length > 0 ? [billTable(billed)] : []),
      ...several.map(sourceTable),
      ...notes(facts.tools, today),
      { kind: 'note', text: SMALL_PRINT },
      { kind: 'buttons', buttons: [{ label: 'Spend by tool', act: { kind: 'ask', command } }] },
    ],
  }
}

const SMALL_PRINT =
  'Bill and estimate are compared on the days that have both. One source is counted for each person, day and measure; the others are only compared.'

function summary(tools: readonly ToolFacts[]): string {
  const compared = tools.flatMap(({ bill }) => (bill ? [billAgainstEstimate(bill)] : []))
  const days = compared.reduce((most, it) => Math.max(most, it.days), 0)
  if (days === 0) {
    const several = tools.filter((tool) => contested(tool).length > 0)
    return several.length > 0
      ? `No day has both a bill and an estimate; ${listed(several.map(({ tool }) => tool))} ${several.length === 1 ? 'has' : 'have'} several sources.`
      : 'There is nothing to compare: no day has both a bill and an estimate, and no tool has two sources.'
  }
  const bill = compared.reduce((sum, it) => sum + it.bill, 0)
  const estimate = compared.reduce((sum, it) => sum + it.estimate, 0)
  const against = `against an estimate of ${formatValue('usd_micros', estimate)}`
  return `The bills say ${formatValue('usd_micros', bill)} ${against}: ${difference(bill, estimate)}.`
}

function difference(bill: number, estimate: number): string {
  const apart = bill - estimate
  if (apart === 0) return 'the same'
  const share = estimate === 0 ? '' : ` (${formatShare(Math.abs(apart) / estimate)})`
  return `${formatValue('usd_micros', Math.abs(apart))}${share} ${apart > 0 ? 'more' : 'less'}`
}

function billTable(tools: readonly ToolFacts[]): Part {
  return {
    kind: 'table',
    head: ['Tool', 'Bill', 'Estimate', 'Difference', 'Days'],
    rows: tools.flatMap(({ tool, bill }) => {
      if (!bill) return []
      const { days, bill: billed, estimate } = billAgainstEstimate(bill)
      if (days === 0) return [[tool, NOTHING, NOTHING, NOTHING, '0']]
      return [
        [
          tool,
          formatValue('usd_micros', billed),
          formatValue('usd_micros', estimate),
          signed(billed - estimate, 'usd_micros'),
          String(days),
        ],
      ]
    }),
  }
}

/** Measures of which another source than the believed one said something. */
const contested = ({ measures }: ToolFacts): readonly MeasureFacts[] =>
  measures.filter(({ sources }) => sources.some(isWitness))

const isWitness = ({ says, counted }: SourceFacts) => says !== null && says !== (counted ?? 0)

function sourceTable(tool: ToolFacts): Part {
  return {
    kind: 'table',
    head: [tool.tool, 'Says', 'Counted of it', 'Difference'],
    rows: contested(tool).flatMap(({ measure, sources }) =>
      sources
        .filter(({ says }) => says !== null)
        .map((source) => sourceCells(source, MEASURE[measure])),
    ),
  }
}

function sourceCells(
  { source, says, counted: believed, countedThen }: SourceFacts,
  { name, unit }: { readonly name: string; readonly unit: Unit },
): readonly string[] {
  return [
    `${name}, ${source}`,
    formatValue(unit, says),
    formatValue(unit, believed ?? 0),
    apart(says, countedThen, unit),
  ]
}

function apart(says: Value, then: Value, unit: Unit): string {
  if (says === null || then === null) return NOTHING
  return signed(says - then, unit)
}

function signed(value: number, unit: Unit): string {
  if (value === 0) return '0'
  return value > 0 ? `+${formatValue(unit, value)}` : formatValue(unit, value)
}

/** Each tool's likely reasons, each once. */
function notes(tools: readonly ToolFacts[], today: Day): readonly Part[] {
  return tools.flatMap((tool) => {
    const reasons: readonly Reason[] = [
      ...billReasons(tool, today),
      ...contested(tool).flatMap((measure) =>
        measure.sources.filter(isWitness).flatMap((source) => sourceReasons(source, measure)),
      ),
    ]
    const said = [...new Set(reasons.map(reasonText))]
    if (said.length === 0) return unexplained(tool)
    return [{ kind: 'text', text: [`**${tool.tool}**`, ...said].join('\n') } satisfies Part]
  })
}

/** A difference nobody can explain is said, too. */
function unexplained({ tool, bill }: ToolFacts): readonly Part[] {
  if (!bill) return []
  const { bill: billed, estimate, days } = billAgainstEstimate(bill)
  if (days === 0 || billed === estimate) return []
  const text = `**${tool}**\nNo likely reason is known for ${formatValue('usd_micros', Math.abs(billed - estimate))} on ${counted(days, 'day')}.`
  return [{ kind: 'text', text }]
}
