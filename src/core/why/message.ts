import { changesChart } from '#core/chart/build.ts'
import { formatShare } from '#core/chart/format.ts'
import { format } from '#core/command/format.ts'
import { changeOf } from '#core/insight/change.ts'
import { type Answered, find } from '#core/message/answered.ts'
import { changeClause, whyNoChange } from '#core/message/change-words.ts'
import { grouped } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { smallPrint } from '#core/message/small-print.ts'
import { subject, through } from '#core/message/subject.ts'
import { title } from '#core/message/title.ts'
import { before as periodBefore, inPeriod } from '#core/message/when.ts'
import { describePeriod } from '#core/time/describe.ts'

import { cents, dollars, inCents } from './dollars.ts'
import { movedLines } from './moved.ts'
import { type Factor, FACTORS, type Split } from './shapley.ts'
import { REST_KINDS, type RestKind, type Side, spendOf } from './side.ts'

const FACTOR: Record<Factor, string> = {
  people: 'People',
  use: 'Use per person',
  mix: 'Model mix',
  prices: 'Prices',
}

const REST: Record<RestKind, string> = {
  'no-model': 'No known model',
  'no-person': 'No known person',
  'no-tokens': 'No token count',
  bill: 'Bill without tokens',
}

const METHOD =
  'Each of the four is its Shapley value: the mean of what it adds over all orders in which they could have moved, so the parts add up to the cent. A price is what a model cost a token, whichever kind: it also moves when more of them are output.'

export type Apart = {
  readonly now: Side
  readonly before: Side
  readonly split: Split
}

/** Why spend changed: people, use, models and prices, and what cannot be told apart. */
export function whyMessage(answered: Answered, apart: Apart): Message {
  const [was, is] = [BigInt(spendOf(apart.before)), BigInt(spendOf(apart.now))]
  const total = cents(is) - cents(was)
  const rows = lines(apart, total)
  const said = sentence(answered, { was, is, total, rows })
  return {
    title: `Why · ${title(answered)}`,
    summary: said,
    parts: [
      { kind: 'text', text: [said, ...counts(answered, apart)].join('\n') },
      ...picture(answered, rows, total),
      {
        kind: 'table',
        head: ['What changed', 'Spend'],
        rows: [
          ...rows.map(({ label, amount }) => [label, dollars(amount, { signed: true })]),
          ['Together', dollars(total, { signed: true })],
        ],
      },
      { kind: 'text', text: movedLines(apart.before, apart.now).join('\n') },
      {
        kind: 'note',
        text: [...unpriced(answered), METHOD, smallPrint(answered, { wholeSums: true })].join(' '),
      },
      buttons(answered),
    ],
  }
}

/** Nothing to take apart: no numbers, or nothing to compare them with. */
export function noWhyMessage(answered: Answered): Message {
  const spend = find(answered.measured, 'spend')
  const change = spend && changeOf(spend, answered.span)
  const reason = change?.kind === 'incomparable' ? whyNoChange(change) : undefined
  const whose = `${subject(answered.labels)}${through('spend', answered.labels)}`
  const said =
    spend?.now == null
      ? `What ${whose.replace(/^The /, 'the ')} spent ${inPeriod(answered)} is not known, so there is no change to explain.`
      : `There is no change to explain: ${reason ?? 'nothing to compare with is known'}.`
  return {
    title: `Why · ${title(answered)}`,
    summary: said,
    parts: [{ kind: 'text', text: said }, buttons(answered)],
  }
}

type Line = { readonly label: string; readonly amount: bigint }

function lines({ split }: Apart, total: bigint): readonly Line[] {
  const all = [
    ...FACTORS.map((factor) => ({ label: FACTOR[factor], micros: split.factors[factor] })),
    ...REST_KINDS.flatMap((kind) => {
      const micros = split.rest[kind]
      return micros === undefined || micros === 0n ? [] : [{ label: REST[kind], micros }]
    }),
  ]
  const amounts = inCents(
    all.map(({ micros }) => micros),
    total,
  )
  return all.map(({ label }, at) => ({ label, amount: amounts[at] ?? 0n }))
}

type Found = {
  readonly was: bigint
  readonly is: bigint
  readonly total: bigint
  readonly rows: readonly Line[]
}

function sentence(answered: Answered, { was, is, total, rows }: Found): string {
  const whose = `${subject(answered.labels)} spent ${dollars(cents(is))}${through('spend', answered.labels)} ${inPeriod(answered)}`
  if (total === 0n) return `${whose}, the same as ${periodBefore(answered)}.`
  const share = was > 0n ? Number(abs(is - was)) / Number(was) : Infinity
  const part = share < MOST_PERCENT ? ` (${formatShare(share)})` : ''
  const size = `${perWorkingDay(answered) === undefined ? '' : 'in all '}${dollars(abs(total))}${part}`
  const way = total > 0n ? 'more' : 'less'
  const most = rows
    .filter(({ amount }) => amount !== 0n && amount > 0n === total > 0n)
    .toSorted((a, b) => (abs(a.amount) < abs(b.amount) ? 1 : -1))[0]
  const mostly = most
    ? `; most of it is ${most.label.toLowerCase()}, ${dollars(most.amount, { signed: true })}`
    : ''
  return `${whose}, ${size} ${way} than ${periodBefore(answered)} (${dollars(cents(was))})${mostly}.`
}

/** Above it a percentage is harder to picture than the two sums. */
const MOST_PERCENT = 9

/** What the sum, and its people, are not: what the answer it was asked from may have told of both. */
function counts(answered: Answered, { now }: Apart): readonly string[] {
  const pace = perWorkingDay(answered)
  const active = find(answered.measured, 'active_people')?.now ?? null
  const others = active === null || active === now.people ? '' : `; ${grouped(active)} were active`
  const people = `People here are the ${grouped(now.people)} whose tokens have a price${others}.`
  const said = [
    ...(pace === undefined ? [] : [pace]),
    ...(now.people === 0 || answered.labels.user ? [] : [people]),
  ]
  return said.length === 0 ? [] : [said.join(' ')]
}

function perWorkingDay(answered: Answered): string | undefined {
  const spend = find(answered.measured, 'spend')
  const change = spend && changeOf(spend, answered.span)
  if (!change || change.kind === 'incomparable' || !change.basis.perWorkingDay) return undefined
  const { now, before } = change.basis.workingDays
  const clause = changeClause(change, 'spend', periodBefore(answered))
  return clause && `Whole sums, of ${now} working days against ${before}; it is ${clause}.`
}

const abs = (amount: bigint) => (amount < 0n ? -amount : amount)

function picture(answered: Answered, rows: readonly Line[], total: bigint): readonly Part[] {
  if (rows.every(({ amount }) => amount === 0n)) return []
  const { span, labels } = answered
  const chart = changesChart({
    title: `${subject(labels)}: spend changed by ${dollars(total, { signed: true })}`,
    subtitle: 'What the change is made of, US dollars',
    footer: `${describePeriod(span.period)} against ${describePeriod(span.previous)}`,
    unit: 'usd_micros',
    rows: rows.map(({ label, amount }) => ({ label, change: Number(amount) * 10_000 })),
  })
  return [{ kind: 'chart', chart }]
}

function unpriced({ measured }: Answered): readonly string[] {
  const share = find(measured, 'spend')?.unpricedTokenShare ?? 0
  return share > 0
    ? [`${formatShare(share)} of tokens have no price: they are no spend, and in no line.`]
    : []
}

function buttons({ ask }: Answered): Part {
  const { filters, period } = ask
  const again = (label: string, by?: 'model' | 'user'): Button => ({
    label,
    act: {
      kind: 'ask',
      command: format({ kind: 'ask', filters, period, ...(by && { by }), metrics: ['spend'] }),
    },
  })
  return {
    kind: 'buttons',
    buttons: [again('Spend'), again('By model', 'model'), again('By person', 'user')],
  }
}
