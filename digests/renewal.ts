import { barsChart } from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Contract } from '#core/contract/contract.ts'
import { nameOf } from '#core/contract/name.ts'
import type { DigestFacts, SeatUse } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import {
  boughtOf,
  type Options,
  optionsOf,
  savedBy,
  seatWords,
  usedSeats,
} from '#core/digest/renewal-options.ts'
import { defineView, type Looked } from '#core/digest/view.ts'
import { dollars } from '#core/digest/words.ts'
import { counted, grouped, listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { type Day, daysBetween } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

/** Days before notice on which a renewal is told anew. */
const MARKS = [30, 60, 90] as const
const MOST_OTHERS = 5

/** A contract whose notice is still to come. */
type Due = Contract & { readonly noticeBy: Day }

export const renewal = defineView({
  id: 'renewal',
  title: 'Renewals',
  question: 'Which contract is to be decided on, and for how many seats?',
  needs: 'contracts with a day of notice (`contract`), and a list of seats',
  advice: 'Renew the seats that are used, with room',
  chart: 'bars',
  look: ({ facts, alone }) => {
    const tool = alone?.tool
    const { contracts } = facts
    if (contracts === null)
      return { missing: 'Contracts are shown to admins with the person permission, in private.' }
    const next = dueOf(contracts, facts.asOf)
    if (next.length === 0)
      return {
        missing:
          'No contract has a day of notice to come. Whoever runs AI Usage gives them with `ai-usage contract set` or `ai-usage import contracts FILE`.',
      }
    const pages = tool === undefined ? next : next.filter((one) => isOf(one, tool))
    const [first] = pages
    return first
      ? look(first, { told: alone ? [first] : next, next, facts })
      : {
          missing: `No contract of ${tool ?? ''} has a day of notice to come. These do: ${listed([...new Set(next.map(nameOf))], 8)}.`,
        }
  },
})

const dueOf = (contracts: readonly Contract[], asOf: Day): readonly Due[] =>
  contracts
    .flatMap(({ noticeBy, ...contract }) =>
      noticeBy !== null && noticeBy >= asOf ? [{ ...contract, noticeBy }] : [],
    )
    .toSorted((a, b) => (a.noticeBy < b.noticeBy ? -1 : 1))

const isOf = ({ tool }: Contract, asked: string): boolean =>
  tool.toLowerCase().startsWith(asked.toLowerCase())

const poolOf = ({ tool, plan }: Contract, { seats }: DigestFacts): SeatUse | undefined =>
  seats?.find((pool) => pool.tool === tool && (plan === '' || pool.plan === plan) && pool.known)

type Looking = {
  /** Those that findings are of: by itself the view is of one. */
  readonly told: readonly Due[]
  readonly next: readonly Due[]
  readonly facts: DigestFacts
}

/** The page is of one contract; the others are a line each. */
function look(first: Due, { told, next, facts }: Looking): Looked {
  const pool = poolOf(first, facts)
  const options = pool && optionsOf(first, pool)
  const others = next.filter((one) => one !== first)
  const chart = pool && options && chartOf(first, { pool, options })
  return {
    looked: next.length,
    findings: told.flatMap((contract) => findings(contract, facts)),
    shows: [...page(first, { pool, options, facts }), ...othersOf(others, facts.asOf)],
    ...(chart && { chart }),
    quiet: `Notice for ${nameOf(first)} is due by ${describeDay(first.noticeBy)}, in ${counted(daysBetween(facts.asOf, first.noticeBy), 'day')}`,
  }
}

const HELP_FIRST = 'Ask holders of idle seats first: some want to start.'

function adviceOf(contract: Due, options: Options | undefined): string {
  if (!options)
    return contract.committedMicros === null
      ? 'Give the list of its seats before then (`ai-usage import seats FILE`): who uses theirs is not known.'
      : 'Decide by its pace what to commit to next: `digest budget`.'
  const [whole, room] = options
  return room.seats < whole.seats
    ? `Give notice by ${describeDay(contract.noticeBy)}, and renew ${grouped(room.seats)} of ${grouped(whole.seats)} seats. ${HELP_FIRST}`
    : `Renew the ${counted(whole.seats, 'seat')} as they are: too few are idle to give any back.`
}

function findings(contract: Due, facts: DigestFacts): readonly Finding[] {
  const { asOf } = facts
  const { tool, noticeBy } = contract
  const left = daysBetween(asOf, noticeBy)
  const mark = MARKS.find((days) => left <= days)
  if (mark === undefined) return []
  const pool = poolOf(contract, facts)
  const options = pool && optionsOf(contract, pool)
  const less = options ? savedBy(options) : 0
  return [
    {
      view: 'renewal',
      key: `renewal|${tool}|${noticeBy}|${mark}`,
      unit: null,
      says: `${tool}: notice is due by ${describeDay(noticeBy)}, in ${counted(left, 'day')}`,
      ...(pool && {
        more: `Of ${counted(boughtOf(contract, pool), 'seat')} ${grouped(usedSeats(pool))} were used in 30 days, ${grouped(pool.idle)} were idle.`,
      }),
      effect: { people: pool?.idle ?? 0, micros: less / 52 },
      confidence: 1,
      // Told anew in the week a mark is passed.
      novelty: mark - left < 7 ? 1 : 0.4,
      action: adviceOf(contract, options),
      expected:
        options && less > 0
          ? {
              kind: 'arithmetic',
              says: `${grouped(options[0].seats)} to ${grouped(options[1].seats)} seats is ${dollars(less)} a year less (seats, contract price)`,
            }
          : { kind: 'no-evidence' },
      command: `digest renewal tool:${tool}`,
      button: 'Three options',
    },
  ]
}

type Page = {
  readonly pool: SeatUse | undefined
  readonly options: Options | undefined
  readonly facts: DigestFacts
}

function page(contract: Due, { pool, options, facts }: Page): readonly Part[] {
  const { to, seats, committedMicros } = contract
  const term = to === null ? '' : ` Its term ends ${describeDay(to)}.`
  const agreed = seats === null ? '' : ` ${counted(seats, 'seat')} bought${priceOf(contract)}.`
  return [
    {
      kind: 'text',
      text: [
        `**${nameOf(contract)}**${agreed}${term}`,
        ...(pool
          ? [seatWords(contract, pool)]
          : [committedMicros === null ? 'Its seats are not known.' : committed(contract, facts)]),
      ].join('\n'),
    },
    ...(!options
      ? []
      : [
          {
            kind: 'table',
            head: ['Option', 'Seats', 'A year (seats)'],
            rows: options.map(({ says, seats, yearly }) => [
              says,
              grouped(seats),
              yearly === null ? '–' : dollars(yearly),
            ]),
          } satisfies Part,
        ]),
    {
      kind: 'note',
      text: 'To send it on: it names nobody. Forward it from our direct messages, or save the picture.',
    },
  ]
}

function priceOf({ monthlyMicros, currency }: Contract): string {
  if (monthlyMicros === null) return ', at a price nobody gave'
  return currency === 'USD'
    ? `, at ${dollars(Number(monthlyMicros))} a month each`
    : `, at a price in ${currency}: what a year costs is worked out in dollars only`
}

function committed({ tool, from, committedMicros }: Due, facts: DigestFacts): string {
  const found = facts.commitments?.find((one) => one.tool === tool && one.from === from)
  const spent = found?.spent == null ? '' : ` ${dollars(found.spent)} is spent`
  return `${dollars(Number(committedMicros ?? 0))} is committed on tokens over its term.${spent === '' ? '' : `${spent}: \`digest budget\`.`}`
}

/** The whole page in one picture, to be read by somebody who has nothing else. */
function chartOf(
  contract: Due,
  { pool, options }: { readonly pool: SeatUse; readonly options: Options },
): Chart {
  const [whole, room] = options
  const priced = whole.yearly !== null
  const less = priced ? (whole.yearly ?? 0) - (room.yearly ?? 0) : whole.seats - room.seats
  const title =
    less > 0
      ? `${nameOf(contract)}: ${grouped(whole.seats)} to ${grouped(room.seats)} seats is ${priced ? `${dollars(less)} a year less` : `${grouped(less)} fewer`}`
      : `${nameOf(contract)}: nearly all of ${counted(whole.seats, 'seat')} are used`
  return barsChart({
    title,
    subtitle: `${priced ? 'A year (seats), at the contract price' : 'Seats'}. Notice by ${describeDay(contract.noticeBy)}`,
    footer: `Of ${grouped(whole.seats)} seats: ${seatWords(contract, pool)}`,
    unit: priced ? 'usd_micros' : 'count',
    head: 'Option',
    beforeHead: '',
    apart: true,
    rows: options.map(({ says, seats, yearly }) => ({
      key: says,
      label: priced ? `${says}: ${grouped(seats)}` : says,
      now: yearly ?? seats,
      before: null,
    })),
  })
}

function othersOf(others: readonly Due[], asOf: Day): readonly Part[] {
  if (others.length === 0) return []
  const shown = others.slice(0, MOST_OTHERS)
  const more = others.length - shown.length
  const said = shown.map(
    (one) =>
      `${nameOf(one)} by ${describeDay(one.noticeBy)}, in ${counted(daysBetween(asOf, one.noticeBy), 'day')}`,
  )
  return [
    { kind: 'text', text: `**Then:** ${said.join('; ')}${more > 0 ? `; ${more} more` : ''}.` },
    {
      kind: 'buttons',
      buttons: [...new Set(shown.map(({ tool }) => tool))].map((tool) => ({
        label: tool,
        act: { kind: 'ask', command: `digest renewal tool:${tool}` },
      })),
    },
  ]
}
