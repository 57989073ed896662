import { contractMessage } from '#core/contract/message.ts'
import { counted } from '#core/message/english.ts'
import { plainText } from '#core/message/plain-text.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

export async function contractList(io: Io, house: House): Promise<number> {
  const { book, today } = await house.contracts.list()
  io.out(plainText(contractMessage(book, today)))
  return DONE
}

const FIELDS = {
  plan: 'plan',
  from: 'from',
  to: 'to',
  seats: 'seats',
  price: 'price',
  currency: 'currency',
  notice: 'notice',
  committed: 'committed',
  credit_price: 'credit-usd',
} as const

/** Sets a contract, and says what it priced. */
export async function contractSet(parsed: Parsed, io: Io, house: House): Promise<number> {
  const given = Object.entries(FIELDS).flatMap(([field, flag]) => {
    const value = parsed.text(flag)
    return value === undefined ? [] : [[field, value] as const]
  })
  const dryRun = parsed.has('dry-run')
  const fields = { tool: parsed.args[0] ?? '', ...Object.fromEntries(given) }
  const { replaced, days } = await house.contracts.set(fields, dryRun)
  const done = dryRun ? 'Would be set' : 'Set'
  const instead = replaced > 0 ? ' in place of the one from the same day' : ''
  const credits = days > 0 ? ` Credits of ${counted(days, 'day')} are priced by it.` : ''
  io.out(`${done}${instead}.${credits}\n`)
  return DONE
}
