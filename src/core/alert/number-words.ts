import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { FEWEST_PEERS } from '#core/digest/peers.ts'
import { listed } from '#core/message/english.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import type { Finding } from './alert.ts'
import type { Crossing } from './crossing.ts'
import type { NumberSpec } from './number-rule.ts'

const EACH = { day: 'a day', week: 'a week', month: 'a month' } as const

/** `Engineering and chatgpt`; `the company`. */
export const whose = (spec: NumberSpec): string => {
  const { filters } = spec
  const { team = [], group = [], model = [], tool = [] } = filters
  const said = [...team, ...group.map((name) => `group ${name}`), ...model, ...tool]
  const each = spec.kind === 'unusual' && spec.by ? ['each team'] : []
  return said.length + each.length === 0 ? 'the company' : listed([...each, ...said])
}

const amountOf = (spec: NumberSpec): string =>
  spec.kind === 'unusual' ? '' : catalogue[spec.metric].format(spec.amount)

/** `Spend of Engineering above $5,000 a week` */
export function specWords(spec: NumberSpec): string {
  const what = `${catalogue[spec.metric].name} of ${whose(spec)}`
  switch (spec.kind) {
    case 'threshold':
      return `${what} ${spec.side} ${amountOf(spec)} ${EACH[spec.per]}`
    case 'limit':
      return `${what} above ${amountOf(spec)} ${EACH[spec.per]}`
    case 'budget':
      return `${what} against a budget of ${amountOf(spec)} ${EACH[spec.per]}`
    case 'unusual':
      return `${what} far above its weekday`
  }
}

const overWords = ({ from, to }: Crossing): string =>
  from === to ? describeDay(from) : describePeriod({ from, to })

const spanWords = ({ from, to }: Crossing): string =>
  from === to ? `on ${describeDay(from)}` : `in ${describePeriod({ from, to })}`

/** What a crossing says in a sentence. It tells the limit, not the number: a channel may read it. */
function crossingWords(spec: NumberSpec, crossing: Crossing): string {
  const what = `${catalogue[spec.metric].name} of ${whose(spec)}`
  switch (spec.kind) {
    case 'threshold':
      return `${what} was ${spec.side} ${amountOf(spec)} ${spanWords(crossing)}`
    case 'limit':
      return `${what} passed ${amountOf(spec)} ${spanWords(crossing)}`
    case 'budget':
      return crossing.percent === 100
        ? `${what} has used up its budget of ${amountOf(spec)} ${spanWords(crossing)}`
        : `${what} has reached ${crossing.percent}% of ${amountOf(spec)} ${spanWords(crossing)}`
    case 'unusual':
      return `${what} was far above its usual ${spanWords(crossing)}${besideWords(crossing)}`
  }
}

/** `, while the 14 other teams changed by +3% in the middle`; nothing where they were too few. */
function besideWords({ beside }: Crossing): string {
  if (!beside) return ''
  const percent = Math.round(beside.change * 100)
  const changed =
    percent === 0 ? 'did not change' : `changed by ${percent > 0 ? '+' : '−'}${Math.abs(percent)}%`
  return `, while the middle of ${beside.others} other teams ${changed}`
}

const comparedFact = ({ beside }: Crossing) => ({
  label: 'Compared with',
  value: beside
    ? `its weekdays before, and ${beside.others} other teams that day`
    : `its weekdays before alone: fewer than ${FEWEST_PEERS} other teams are known`,
})

/** The question whose answer shows the numbers to who may see them. */
function askFor(spec: NumberSpec, { from, on }: { readonly from: Day; readonly on: Day }): Ask {
  const { metric, filters } = spec
  return { kind: 'ask', filters, metrics: [metric], period: { kind: 'range', from, to: on } }
}

/** What a rule on each team looks at, of one of them. */
export const ofTeam = (spec: NumberSpec, { team }: Crossing): NumberSpec => {
  if (team === undefined || spec.kind !== 'unusual') return spec
  const { by: _, filters, ...rest } = spec
  return { ...rest, filters: { ...filters, team: [team] } }
}

/** What a rule that was made here found. `at`: when the day ended on which it was passed. */
export function findingOf(
  rule: string,
  made: NumberSpec,
  { crossing, at }: { readonly crossing: Crossing; readonly at: number },
): Finding {
  const spec = ofTeam(made, crossing)
  const { from, on, percent, overrun, unknown } = crossing
  const all = percent === 100
  const of = crossing.team === undefined ? from : `${crossing.team}/${from}`
  const [tool = null, ...others] = spec.filters.tool ?? []
  const words = spec.kind === 'budget' && !all && overrun === null
  return {
    rule,
    severity: spec.kind === 'budget' && all ? 'critical' : 'warning',
    says: crossingWords(spec, crossing),
    tool: others.length > 0 ? null : tool,
    subject: `${of}/${percent}`,
    at,
    actor: null,
    once: true,
    series: { id: `${rule}/${of}`, rank: percent },
    ...(spec.filters.team && { teams: spec.filters.team }),
    command: format(askFor(spec, crossing)),
    facts: [
      { label: 'Rule', value: specWords(spec) },
      spec.kind === 'threshold'
        ? { label: 'Measured over', value: overWords(crossing) }
        : { label: 'Passed on', value: describeDay(on) },
      ...(spec.kind === 'unusual' && spec.filters.team ? [comparedFact(crossing)] : []),
      ...(overrun === null
        ? []
        : [{ label: 'Used up, at this pace', value: describeDay(overrun), exact: true } as const]),
      ...(words
        ? [{ label: 'At this pace', value: 'lasts, or too early to say', exact: true } as const]
        : []),
      ...(unknown > 0 ? [{ label: 'Days not known', value: String(unknown) }] : []),
    ],
  }
}

/** Of a rule that finds nothing any more: what it is about has no such name. */
export function lostFinding(
  { rule, spec, by }: { readonly rule: string; readonly spec: NumberSpec; readonly by: string },
  lost: readonly { readonly key: string; readonly value: string }[],
  at: number,
): Finding {
  const names = lost.map(({ key, value }) => `${key} ${value}`)
  return {
    rule,
    severity: 'warning',
    says: `Rule ${rule} finds nothing: there is no ${listed(names)}`,
    tool: null,
    subject: `lost/${names.join('/')}`,
    at,
    actor: null,
    standing: true,
    owner: by,
    command: 'alerts rules',
    facts: [
      { label: 'Rule', value: specWords(spec) },
      { label: 'Not found', value: listed(names) },
      { label: 'Make it anew, and remove this one', value: `alert remove ${rule}` },
    ],
  }
}
