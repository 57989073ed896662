import { counted, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Contract } from './contract.ts'
import { nameOf } from './name.ts'

const NOTHING = '–'
/** A notice day this near is said first. */
const SOON_DAYS = 60
const HEAD = ['Tool', 'Term', 'Seats', 'Seat a month', 'Committed', 'Credit', 'Notice by']

/** An exact amount with two decimals or as many as it takes: `19.00`, `0.0375`. */
function amount(value: bigint, digits: number): string {
  const text = value.toString().padStart(digits + 1, '0')
  const fraction = text.slice(-digits).replace(/0+$/, '').padEnd(2, '0')
  return `${BigInt(text.slice(0, -digits)).toLocaleString('en-US')}.${fraction}`
}

const money = (value: bigint | null, currency: string, digits = 6) => {
  if (value === null) return NOTHING
  return currency === 'USD' ? `$${amount(value, digits)}` : `${amount(value, digits)} ${currency}`
}

const row = (contract: Contract): readonly string[] => [
  nameOf(contract),
  contract.to === null
    ? `from ${describeDay(contract.from)}`
    : `${describeDay(contract.from)} to ${describeDay(contract.to)}`,
  contract.seats === null ? NOTHING : contract.seats.toLocaleString('en-US'),
  money(contract.monthlyMicros, contract.currency),
  money(contract.committedMicros, contract.currency),
  money(contract.creditPicos, 'USD', 12),
  contract.noticeBy === null ? NOTHING : describeDay(contract.noticeBy),
]

/** What was agreed with vendors, what ends soon, and the tools that nobody gave a contract for. */
export function contractMessage(
  {
    contracts,
    missing,
  }: { readonly contracts: readonly Contract[]; readonly missing: readonly string[] },
  today: Day,
): Message {
  const soon = contracts.filter(
    ({ noticeBy }) =>
      noticeBy !== null && noticeBy >= today && noticeBy <= addDays(today, SOON_DAYS),
  )
  return {
    title: 'Contracts',
    summary: [
      contracts.length === 0
        ? 'No contract is known.'
        : `${counted(contracts.length, 'contract')} ${contracts.length === 1 ? 'is' : 'are'} known.`,
      missing.length === 0
        ? ''
        : `${listed(missing)} ${missing.length === 1 ? 'has' : 'have'} none today: prices and terms are not known, and none is assumed.`,
    ]
      .filter((text) => text !== '')
      .join(' '),
    parts: [
      ...soon.map((contract): Part => ({
        kind: 'text',
        text: `**${nameOf(contract)}** Notice is to be given by ${describeDay(contract.noticeBy ?? today)}.`,
      })),
      ...(contracts.length === 0
        ? []
        : [{ kind: 'table', head: HEAD, rows: contracts.map(row) } satisfies Part]),
      ...(missing.length === 0
        ? []
        : [
            {
              kind: 'note',
              text: `Without a contract: ${missing.join(', ')}. Whoever runs AI Usage gives one with \`ai-usage contract set\` or \`ai-usage import contracts FILE\`.`,
            } satisfies Part,
          ]),
    ],
  }
}
