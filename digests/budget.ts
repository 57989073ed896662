import { barsChart } from '#core/chart/build.ts'
import { format } from '#core/command/format.ts'
import type { Budget, Commitment, DigestFacts } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, dollars } from '#core/digest/words.ts'
import { formatValue } from '#core/metric/format.ts'
import { addDays, type Day, daysBetween } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

/** A forecast from less of a term is a guess. */
const LEAST_OF_TERM = 0.1
/** Days, of a month or a week: they are short. */
const FEWEST_DAYS = 7
const OVER = 1.1
const UNDER = 0.8

export const budget = defineView({
  id: 'budget',
  title: 'Budget pace',
  question: 'Will what was committed or set aside last its term, and will it be used?',
  needs:
    'contracts with a committed amount (`contract`), or budgets (`alert budget $5,000 team:eng`)',
  advice: 'Above pace: find who moved it; below: renegotiate before notice',
  chart: 'bars',
  look: ({ facts }) => {
    const known = [
      ...(facts.commitments ?? []).map(ofCommitment),
      ...(facts.budgets ?? []).map(ofBudget),
    ]
      .flatMap((one) => pace(one, facts))
      .toSorted((a, b) => b.total / b.amount - a.total / a.amount)
    const [first] = known
    if (!first)
      return {
        missing:
          facts.contracts === null
            ? 'Commitments and budgets are shown to admins with the person permission, in private.'
            : 'No contract that holds now has a committed amount in dollars, and no budget is on. Whoever runs AI Usage gives contracts with `ai-usage contract set`; a budget is `alert budget $5,000 team:eng per:month`.',
      }
    const told = `${first.name}: ${dollars(first.spent)} of ${dollars(first.amount)} ${first.word} is spent on tokens, ${formatValue('share', first.part)} into its ${first.span}`
    return {
      looked: known.length,
      findings: known.flatMap((one) => findings(one, facts)),
      shows: [
        {
          kind: 'table',
          head: ['Tokens', 'Spent', 'At this pace'],
          rows: known.map(({ name, amount, span, spent, part, total }) => [
            `${name}: ${dollars(amount)} a ${span}, ${formatValue('share', part)} gone`,
            dollars(spent),
            dollars(total),
          ]),
        },
      ],
      chart: barsChart({
        title: `${first.name}: ${formatValue('share', first.total / first.amount)} of its ${dollars(first.amount)} at this pace`,
        subtitle: 'Of what was committed or set aside, if the pace holds (tokens)',
        footer: '100% is all of it',
        unit: 'share',
        head: 'Budget',
        beforeHead: '',
        rows: known.map(({ key, name, amount, total }) => ({
          key,
          label: name,
          now: total / amount,
          before: null,
        })),
      }),
      quiet: told,
    }
  },
})

/** An amount of money and the days it is for. */
type Amount = {
  readonly kind: 'commitment' | 'budget'
  readonly key: string
  readonly name: string
  readonly word: 'committed' | 'set aside'
  readonly span: 'term' | 'month' | 'week'
  readonly from: Day
  readonly to: Day
  readonly amount: number
  readonly spent: number | null
  readonly filters: Budget['filters']
}

const ofCommitment = ({ tool, from, to, committed, spent }: Commitment): Amount => ({
  kind: 'commitment',
  key: tool,
  name: tool,
  word: 'committed',
  span: 'term',
  from,
  to,
  amount: committed,
  spent,
  filters: { tool: [tool] },
})

const ofBudget = ({ rule, of, per, ...one }: Budget): Amount => ({
  ...one,
  kind: 'budget',
  key: rule,
  name: of === 'the company' ? 'The company' : of,
  word: 'set aside',
  span: per,
})

type Paced = Omit<Amount, 'spent'> & {
  readonly spent: number
  /** Of the term, 0 to 1. */
  readonly part: number
  readonly total: number
}

function pace(one: Amount, { asOf }: DigestFacts): readonly Paced[] {
  if (one.spent === null) return []
  const part = daysBetween(one.from, asOf) / (daysBetween(one.from, one.to) + 1)
  return [{ ...one, spent: one.spent, part, total: part > 0 ? Math.round(one.spent / part) : 0 }]
}

function findings(one: Paced, facts: DigestFacts): readonly Finding[] {
  const { kind, key, name, word, span, amount, from, to, filters, spent, part, total } = one
  const early =
    kind === 'commitment' ? part < LEAST_OF_TERM : daysBetween(from, facts.asOf) < FEWEST_DAYS
  // What of a budget is not spent is nobody's loss.
  const low = kind === 'commitment' && total <= amount * UNDER
  if (early || (total < amount * OVER && !low)) return []
  const over = total >= amount
  const days = Math.floor(((daysBetween(from, to) + 1) * amount) / Math.max(1, total))
  const gone = addDays(from, days)
  const left = (daysBetween(facts.asOf, to) + 1) / 7
  const into = `${dollars(spent)} is spent, ${formatValue('share', part)} into the ${span}`
  const end =
    gone < facts.asOf
      ? `it was used up around ${describeDay(gone)}`
      : `at this pace it lasts to ${describeDay(gone)}`
  return [
    {
      view: 'budget',
      key: `budget|${key}|${from}|${over ? 'over' : 'under'}`,
      unit: null,
      says: over
        ? `${name} is on the way to ${dollars(total)}, ${dollars(amount)} is ${word} (tokens)`
        : `${name} is on the way to ${dollars(total)} of ${dollars(amount)} committed (tokens)`,
      more: over ? `${into}; ${end}.` : `${into}, which ends ${describeDay(to)}.`,
      effect: { people: 0, micros: Math.abs(total - amount) / Math.max(1, left) },
      confidence: Math.min(1, part * 2),
      novelty: 0.2,
      action: adviceOf(one, over, facts),
      expected: {
        kind: 'arithmetic',
        says: over
          ? `${dollars(total - amount)} beyond what is ${word} (tokens), if the pace holds`
          : `${dollars(amount - total)} unused of the commitment (tokens), if the pace holds`,
      },
      ...(kind === 'commitment' && {
        forecast: {
          subject: 'commitment',
          metric: 'spend',
          tools: [key],
          madeOn: facts.asOf,
          from,
          to,
          value: total,
          bounds: null,
        },
      }),
      command: over
        ? format({
            kind: 'why',
            filters,
            period: { kind: 'range', from: addDays(facts.asOf, -28), to: facts.week.to },
          })
        : asked(facts, null, { by: 'team', metrics: ['spend'], filters }),
      button: over ? 'Why?' : 'Spend by team',
    },
  ]
}

function adviceOf(
  { kind, key, from, amount, total }: Paced,
  over: boolean,
  facts: DigestFacts,
): string {
  if (kind === 'budget')
    return `Ask who moved it what ran; then set a default model, or make the budget ${dollars(total)}.`
  const notice = facts.contracts?.find((one) => one.tool === key && one.from === from)?.noticeBy
  const by = notice && notice >= facts.asOf ? ` before notice is due (${describeDay(notice)})` : ''
  return over
    ? `Find what moved it; then set a default model, or ask the vendor for terms at ${dollars(total)}${by}.`
    : `Ask the vendor for ${dollars(total)} instead of ${dollars(amount)}${by || ' at the next renewal'}.`
}
