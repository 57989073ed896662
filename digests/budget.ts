import type { Commitment, DigestFacts } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { asked, dollars } from '#core/digest/words.ts'
import { formatValue } from '#core/metric/format.ts'
import { addDays, daysBetween } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

/** A forecast from less of a term is a guess. */
const LEAST_OF_TERM = 0.1
const OVER = 1.1
const UNDER = 0.8

export const budget = defineView({
  id: 'budget',
  title: 'Budget pace',
  question: 'Will what was committed last its term, and will it be used?',
  needs: 'contracts with a committed amount (`contract`)',
  advice: 'Above pace: find who moved it; below: renegotiate before notice',
  chart: 'none',
  look: ({ facts }) => {
    const known = (facts.commitments ?? []).flatMap((one) =>
      one.spent === null ? [] : [pace(one, one.spent, facts)],
    )
    const [first] = known
    if (!first)
      return {
        missing:
          facts.contracts === null
            ? 'Commitments are shown to admins with the person permission, in private.'
            : 'No contract that holds now has a committed amount in dollars. Whoever runs AI Usage gives it with `ai-usage contract set`.',
      }
    return {
      looked: known.length,
      findings: known.flatMap((one) => findings(one, facts)),
      shows: [
        {
          kind: 'table',
          head: ['Committed', 'Spent', 'Of term', 'At this pace'],
          rows: known.map(({ tool, committed, spent, part, total }) => [
            `${tool} ${dollars(committed)}`,
            dollars(spent),
            formatValue('share', part),
            dollars(total),
          ]),
        },
      ],
      quiet: `${first.tool}: ${dollars(first.spent)} of ${dollars(first.committed)} committed is spent on tokens, ${formatValue('share', first.part)} into its term`,
    }
  },
})

type Paced = Omit<Commitment, 'spent'> & {
  readonly spent: number
  /** Of the term, 0 to 1. */
  readonly part: number
  readonly total: number
}

function pace(one: Commitment, spent: number, { asOf }: DigestFacts): Paced {
  const part = daysBetween(one.from, asOf) / (daysBetween(one.from, one.to) + 1)
  return { ...one, spent, part, total: part > 0 ? Math.round(spent / part) : 0 }
}

function findings(
  { tool, committed, from, spent, part, total, to }: Paced,
  facts: DigestFacts,
): readonly Finding[] {
  if (part < LEAST_OF_TERM || (total < committed * OVER && total > committed * UNDER)) return []
  const over = total >= committed
  const days = Math.floor(((daysBetween(from, to) + 1) * committed) / Math.max(1, total))
  const left = (daysBetween(facts.asOf, to) + 1) / 7
  return [
    {
      view: 'budget',
      key: `budget|${tool}|${from}|${over ? 'over' : 'under'}`,
      unit: null,
      says: over
        ? `${tool} is on the way to ${dollars(total)}, committed are ${dollars(committed)} (tokens)`
        : `${tool} is on the way to ${dollars(total)} of ${dollars(committed)} committed (tokens)`,
      more: over
        ? `${dollars(spent)} is spent, ${formatValue('share', part)} into the term; at this pace the commitment lasts to ${describeDay(addDays(from, days))}.`
        : `${dollars(spent)} is spent, ${formatValue('share', part)} into the term, which ends ${describeDay(to)}.`,
      effect: { people: 0, micros: Math.abs(total - committed) / Math.max(1, left) },
      confidence: Math.min(1, part * 2),
      novelty: 0.2,
      action: over
        ? 'Find which teams moved it, then raise the commitment or set a limit.'
        : 'Ask the vendor for a smaller commitment before notice is due.',
      expected: {
        kind: 'arithmetic',
        says: `${dollars(Math.abs(total - committed))} ${over ? 'beyond' : 'unused of'} the commitment (tokens), if the pace holds`,
      },
      forecast: {
        subject: 'commitment',
        metric: 'spend',
        tools: [tool],
        madeOn: facts.asOf,
        from,
        to,
        value: total,
        bounds: null,
      },
      command: asked(facts, null, { by: 'team', metrics: ['spend'], filters: { tool: [tool] } }),
      button: 'Spend by team',
    },
  ]
}
