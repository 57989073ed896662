import type { View } from '#core/access/access.ts'
import type { Ask, FilterKey } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { redact } from '#core/command/redact.ts'
import { answerMessage } from '#core/message/answer.ts'
import { type Answered, find, wanted } from '#core/message/answered.ts'
import { emptyMessage } from '#core/message/empty-answer.ts'
import { neverToldMessage } from '#core/message/never-told.ts'
import { noDataYetMessage } from '#core/message/trouble.ts'
import type { Measured } from '#core/metric/metric.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'
import type { Scope, UsageReader } from '#ports.ts'

import { missingContracts } from './missing-contracts.ts'
import type { Reads, Taken } from './outcome.ts'
import type { Scopes } from './scopes.ts'

type Settled = Scopes &
  Pick<Answered, 'zone' | 'today' | 'mayNamePeople'> & {
    readonly span: ResolvedPeriod
    readonly view: View
    readonly reader: UsageReader
  }

/** The numbers and the words of a question whose days and names are found. */
export async function measured(ask: Ask, settled: Settled, house: Reads): Promise<Taken> {
  const { scope, beside, span, view, reader, ...where } = settled
  const measure = (of: Scope) =>
    reader.measure({
      ...span,
      metrics: wanted(ask),
      scope: of,
      ...(ask.by ? { by: ask.by } : {}),
      ...(ask.also ? { also: ask.also } : {}),
      today: where.today,
    })
  const numbers = await measure(scope)
  const other = beside && { labels: beside.labels, measured: await measure(beside) }
  const { holidays } = house
  const compared = holidays ? { ...span, holidays } : span
  const priceless = find(numbers, 'spend')?.coverage.cannot.length ?? 0
  const withoutContract = priceless > 0 ? await missingContracts(house) : []
  const facts = { ask, labels: scope.labels, measured: numbers, withoutContract }
  const answered = { ...facts, span: compared, ...where, ...(other && { compared: other }) }
  const days = { from: span.period.from, to: span.period.to }
  const taken = {
    kind: 'taken',
    canonical: format(ask),
    answered,
    command: redact(ask),
    view,
  } as const
  // What is not published is not, whether a tool tells it or none does.
  const never = view === 'published' ? undefined : neverToldMessage(answered)
  if (never && (await reader.hasUsage()))
    return { ...taken, detail: { ...days, empty: true }, message: never, empty: true }
  const empty = [numbers, ...(other ? [other.measured] : [])].every(isEmpty)
  if (!empty) return { ...taken, detail: days, message: answerMessage(answered), empty }
  const message = (await reader.hasUsage())
    ? emptyMessage(answered, await fewer(ask, settled, measure))
    : noDataYetMessage(view, where.today)
  return { ...taken, detail: { ...days, empty }, message, empty }
}

const isEmpty = ({ empty, measurements }: Measured): boolean =>
  empty || measurements.every(({ now, withheld }) => now === null && !withheld?.about)

/** What says whose numbers they are: those of everybody are another question for who reads their own. */
const WHOSE: ReadonlySet<FilterKey> = new Set<FilterKey>(['team', 'group', 'user'])

/** Where several filters find nothing together: the question without each of them that then finds something. */
async function fewer(
  ask: Ask,
  { scope, view }: Settled,
  measure: (of: Scope) => Promise<Measured>,
): Promise<readonly Ask[]> {
  const keys = (Object.keys(ask.filters) as FilterKey[]).filter((key) => ask.filters[key])
  if (keys.length < 2) return []
  const found: Ask[] = []
  for (const key of keys.filter((of) => view === 'exact' || !WHOSE.has(of))) {
    const { [key]: _filter, ...filters } = ask.filters
    const { [key]: _ids, ...ids } = scope.ids
    const { [key]: _labels, ...labels } = scope.labels
    if (!isEmpty(await measure({ ids, labels }))) found.push({ ...ask, filters })
  }
  return found
}
