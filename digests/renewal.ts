import type { Contract } from '#core/contract/contract.ts'
import type { DigestFacts, SeatUse } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { dollars } from '#core/digest/words.ts'
import { counted, grouped } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { daysBetween } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

/** Days before notice on which a renewal is told anew. */
const MARKS = [30, 60, 90] as const
const ROOM = 1.1
const MONTHS = 12

export const renewal = defineView({
  id: 'renewal',
  title: 'Renewals',
  question: 'Which contract is to be decided on, and for how many seats?',
  needs: 'contracts with a day of notice (`contract`), and a list of seats',
  advice: 'Renew the seats that are used, with room',
  chart: 'none',
  look: ({ facts }) => {
    const { contracts, asOf } = facts
    if (contracts === null)
      return { missing: 'Contracts are shown to admins with the person permission, in private.' }
    const next = contracts
      .flatMap((contract) =>
        contract.noticeBy !== null && contract.noticeBy >= asOf ? [contract] : [],
      )
      .toSorted((a, b) => ((a.noticeBy ?? '') < (b.noticeBy ?? '') ? -1 : 1))
    const [first] = next
    if (!first || first.noticeBy === null)
      return {
        missing:
          'No contract has a day of notice to come. Whoever runs AI Usage gives them with `ai-usage contract set` or `ai-usage import contracts FILE`.',
      }
    return {
      looked: next.length,
      findings: next.flatMap((contract) => findings(contract, facts)),
      shows: next.flatMap((contract) => options(contract, facts)),
      quiet: `The next notice is for ${first.tool}, by ${describeDay(first.noticeBy)}: ${counted(daysBetween(asOf, first.noticeBy), 'day')} left`,
    }
  },
})

const poolOf = ({ tool, plan }: Contract, { seats }: DigestFacts): SeatUse | undefined =>
  seats?.find((pool) => pool.tool === tool && (plan === '' || pool.plan === plan) && pool.known)

type Option = { readonly says: string; readonly seats: number; readonly yearly: number }

/** All as they are; those that are used; those with room. At the price of the contract. */
function optionsOf(contract: Contract, pool: SeatUse): readonly Option[] {
  const { seats, monthlyMicros, currency } = contract
  if (monthlyMicros === null || currency !== 'USD') return []
  const used = pool.assigned - pool.idle
  const option = (says: string, count: number): Option => ({
    says,
    seats: count,
    yearly: count * Number(monthlyMicros) * MONTHS,
  })
  return [
    option('As it is', seats ?? pool.purchased ?? pool.assigned),
    option('Used, and a tenth more', Math.ceil(used * ROOM)),
    option('Used', used),
  ]
}

function findings(contract: Contract, facts: DigestFacts): readonly Finding[] {
  const { asOf } = facts
  const { tool, noticeBy } = contract
  if (noticeBy === null) return []
  const left = daysBetween(asOf, noticeBy)
  const mark = MARKS.find((days) => left <= days)
  if (mark === undefined) return []
  const pool = poolOf(contract, facts)
  const [whole, room] = pool ? optionsOf(contract, pool) : []
  const saved = whole && room ? whole.yearly - room.yearly : 0
  return [
    {
      view: 'renewal',
      key: `renewal|${tool}|${noticeBy}|${mark}`,
      unit: null,
      says: `${tool}: notice is due by ${describeDay(noticeBy)}, in ${counted(left, 'day')}`,
      ...(pool && {
        more: `${grouped(pool.assigned - pool.idle)} of ${grouped(contract.seats ?? pool.assigned)} seats were used in 30 days.`,
      }),
      effect: { people: pool?.idle ?? 0, micros: saved / 52 },
      confidence: 1,
      // Told anew in the week a mark is passed.
      novelty: mark - left < 7 ? 1 : 0.4,
      action: 'Decide on the number of seats, and give notice where it is another.',
      expected:
        whole && room && saved > 0
          ? {
              kind: 'arithmetic',
              says: `${grouped(whole.seats)} to ${grouped(room.seats)} seats is ${dollars(saved)} a year less (seats, contract price)`,
            }
          : { kind: 'no-evidence' },
      command: 'digest renewal',
      button: 'Three options',
    },
  ]
}

function options(contract: Contract, facts: DigestFacts): readonly Part[] {
  const pool = poolOf(contract, facts)
  const rows = pool ? optionsOf(contract, pool) : []
  const by = contract.noticeBy === null ? '' : ` Notice by ${describeDay(contract.noticeBy)}.`
  const held = pool
    ? ` ${grouped(pool.assigned)} assigned, ${grouped(pool.idle)} idle after a month of grace.`
    : ' Its seats are not known.'
  return [
    { kind: 'text', text: `**${contract.tool}**${by}${held}` },
    ...(rows.length === 0
      ? []
      : [
          {
            kind: 'table',
            head: ['Option', 'Seats', 'A year (seats)'],
            rows: rows.map(({ says, seats, yearly }) => [says, grouped(seats), dollars(yearly)]),
          } satisfies Part,
        ]),
  ]
}
