import { formatShare } from '#core/chart/format.ts'
import { changeOf } from '#core/insight/change.ts'
import {
  type Concentration,
  isNobodys,
  leader,
  type Mover,
  topMover,
  topShare,
} from '#core/insight/split.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'

import { aboutText, middleOf, withheldText } from './about.ts'
import { type Answered, find, primary } from './answered.ts'
import { changeClause, moveClause, whyNoChange } from './change-words.ts'
import { groupInside, partOf, splitName } from './dimension.ts'
import { counted, grouped } from './english.ts'
import { population, subject, through, verb } from './subject.ts'
import { before, inPeriod, reach } from './when.ts'

/** Where no group stands out, so many are looked at together. */
const MANY = 10
/** From this share on, what has no price would have moved the sum noticeably. */
const UNPRICED_MATTERS = 0.005

/** The whole answer in one sentence. */
export function summary(answered: Answered): string {
  const measurement = primary(answered)
  if (!measurement) return `There is nothing to report ${inPeriod(answered)}.`
  const change = changeOf(measurement, answered.span)
  const clause = changeClause(change, measurement.metric, before(answered))
  const why = change.kind === 'incomparable' ? whyNoChange(change) : undefined
  const last = answered.ask.by ? finding(measurement, answered) : company(measurement, answered)
  const when = `${inPeriod(answered)}${reach(answered)}`
  return `${opening(measurement, answered, when)}${clause ? `, ${clause}` : ''}${[
    why,
    priceless(measurement, answered),
    last,
  ]
    .filter((text) => text !== undefined)
    .map((text) => `; ${text}`)
    .join('')}.`
}

/** What it came to, and when, where that is not said already. */
export function opening(measurement: Measurement, answered: Answered, when?: string): string {
  const { metric, now } = measurement
  const { labels } = answered
  const then = when === undefined ? '' : ` ${when}`
  if (metric === 'active_people') return `${active(now, answered)}${then}`
  const whose = subject(labels)
  const used = through(metric, labels)
  const about = measurement.withheld?.about
  if (now === null && about)
    return `${whose} ${verb(metric, { value: aboutText(metric, about), now: middleOf(about), labels })}${used}${then}`
  if (now === null)
    return `${catalogue[metric].name} of ${whose.replace(/^The /, 'the ')}${used}${then} is not known`
  return `${whose} ${verb(metric, { value: said(measurement, now), now, labels })}${used}${then}`
}

/** The same of a tool, model or feature, where it is clear whose: `chatgpt 1,204 messages`. */
export function short(
  { metric, now, unit, withheld }: Measurement,
  answered: Answered,
  name: string,
): string {
  if (now === null && withheld?.about) return `${name} ${aboutText(metric, withheld.about)}`
  if (now === null) return `${name} is not known`
  if (metric === 'active_people') return active(now, answered)
  const amount = catalogue[metric].format(now)
  const what = unit === 'count' ? ` ${catalogue[metric].name.toLowerCase()}` : ''
  return `${name} ${amount}${what}`
}

function priceless({ metric }: Measurement, { ask, measured }: Answered): string | undefined {
  const wanted = metric !== 'spend' && !ask.metrics
  const spend = find(measured, 'spend')
  if (!wanted || spend?.now !== null) return undefined
  return spend.withheld ? `spend is ${withheldText('spend', spend.withheld)}` : 'spend is not known'
}

function said(measurement: Measurement, now: number): string {
  const { metric, unit, byBasis, unpricedTokenShare } = measurement
  const { format } = catalogue[metric]
  if (metric !== 'spend') return now === 0 && addsUp(unit) ? 'no' : format(now)
  const more = (unpricedTokenShare ?? 0) >= UNPRICED_MATTERS ? ' or more' : ''
  if (now === 0) return more ? 'nothing that has a price' : 'nothing'
  const guess = byBasis && byBasis.estimated === now ? 'an estimated ' : ''
  return `${guess}${catalogue.spend.format(now)}${more}`
}

/** `38 of 52 people in Engineering used AI`. */
function active(now: number | null, { labels, measured }: Answered): string {
  const people = population(labels)
  const used = usedWhat(labels)
  if (now === null) return `How many ${people} ${used} is not known`
  const of = headcount(now, measured.headcount, labels)
  if (of !== undefined) return `${grouped(now)} of ${grouped(of)} ${people} ${used}`
  return `${counted(now, people.replace(/^people/, 'person'), people)} ${used}`
}

/** How many there are to be active; undefined when unknown, or when more were active than are left. */
export function headcount(
  active: number,
  people: number | null,
  labels: Answered['labels'],
): number | undefined {
  if (people === null || people < active || people === 0 || labels.user) return undefined
  return people
}

function usedWhat({ tool = [], model = [], feature = [] }: Answered['labels']): string {
  if (tool.length + model.length + feature.length === 0) return 'used AI'
  if (tool.length + model.length === 0) return `used AI${through('active_people', { feature })}`
  return `used${through('active_people', { tool, model, feature }).replace(/^ with/, '')}`
}

/** Who shared in it, after a number that is not about people. */
function company(measurement: Measurement, answered: Answered): string | undefined {
  const now = find(answered.measured, 'active_people')?.now ?? null
  const { labels, measured, ask } = answered
  if (measurement.metric === 'active_people' || now === null || labels.user || ask.metrics)
    return undefined
  const { tool = [], model = [], feature = [] } = labels
  const several = Math.max(tool.length, model.length, feature.length) > 1
  const filtered = tool.length + model.length + feature.length > 0
  const used = filtered ? (several ? 'used them' : 'used it') : 'used AI'
  const of = headcount(now, measured.headcount, labels)
  if (of !== undefined) return `${grouped(now)} of ${counted(of, 'person', 'people')} ${used}`
  return `${counted(now, 'person', 'people')} ${used}`
}

/** What a split shows: who leads, and who moved most. */
function finding(measurement: Measurement, { span }: Answered): string | undefined {
  const { by } = measurement
  if (!by) return undefined
  const whole = catalogue[measurement.metric].name.toLowerCase()
  const first = leader(measurement)
  const mover = topMover(measurement, span)
  const leads = first
    ? isNobodys(first.row)
      ? `${formatShare(first.share)} of ${whole} belongs to no known ${splitName(by)}`
      : `${partOf(first.row, by, formatShare(first.share))} of ${whole}`
    : many(topShare(measurement, MANY), whole)
  const moves = mover ? moved(mover, measurement) : undefined
  if (!leads || !moves)
    return leads ?? (moves && mover ? `${groupInside(mover.row, by)} ${moves}` : undefined)
  if (mover && first?.row !== mover.row)
    return `${leads}, and ${groupInside(mover.row, by)} ${moves}`
  return `${leads} and ${moves}`
}

function many(top: Concentration | undefined, whole: string): string | undefined {
  return (
    top &&
    `the ${top.count} largest of ${grouped(top.of)} are ${formatShare(top.share)} of ${whole}`
  )
}

function moved({ change, row }: Mover, { metric }: Measurement): string {
  switch (change.kind) {
    case 'new':
      return 'is new'
    case 'counted':
      return row.now === 0
        ? `fell to nothing from ${catalogue[metric].format(row.before)}`
        : `${change.direction === 'up' ? 'rose' : 'fell'} most, from ${catalogue[metric].format(row.before)} to ${catalogue[metric].format(row.now)}`
    case 'moved':
      return moveClause(change)
  }
}
