import type { Contract } from '#core/contract/contract.ts'
import { grouped } from '#core/message/english.ts'

import type { SeatUse } from './facts.ts'

const ROOM = 1.1
const MONTHS = 12

/** Seats that are not idle: used, new to their holder, or of somebody on leave. */
const kept = ({ assigned, idle }: SeatUse): number => assigned - idle

export const usedSeats = ({ assigned, idle, grace, away }: SeatUse): number =>
  assigned - idle - grace - away

export const boughtOf = ({ seats }: Contract, { purchased, assigned }: SeatUse): number =>
  seats ?? purchased ?? assigned

type Option = { readonly says: string; readonly seats: number; readonly yearly: number | null }
export type Options = readonly [whole: Option, room: Option, least: Option]

/** All as they are; those to keep, with room; those to keep. At the price of the contract. */
export function optionsOf(contract: Contract, pool: SeatUse): Options {
  const { monthlyMicros, currency } = contract
  const monthly = monthlyMicros === null || currency !== 'USD' ? null : Number(monthlyMicros)
  const option = (says: string, seats: number): Option => ({
    says,
    seats,
    yearly: monthly === null ? null : seats * monthly * MONTHS,
  })
  return [
    option('As it is', boughtOf(contract, pool)),
    option('Without idle + 10%', Math.ceil(kept(pool) * ROOM)),
    option('Without idle', kept(pool)),
  ]
}

/** A year; 0 where nothing is saved, or no price is known. */
export const savedBy = ([whole, room]: Options): number =>
  Math.max(0, (whole.yearly ?? 0) - (room.yearly ?? 0))

/** Every seat that was bought, once. */
export function seatWords(contract: Contract, pool: SeatUse): string {
  const { assigned, idle, never, grace, away } = pool
  const spare = boughtOf(contract, pool) - assigned
  const said = [
    `${grouped(usedSeats(pool))} used in 30 days`,
    ...(grace > 0 ? [`${grouped(grace)} new, not used yet`] : []),
    ...(away > 0 ? [`${grouped(away)} of people on leave`] : []),
    `${grouped(idle)} idle for 30 days${never > 0 ? ` (${grouped(never)} never used)` : ''}`,
    ...(spare > 0 ? [`${grouped(spare)} assigned to nobody`] : []),
  ]
  const over = spare < 0 ? ` ${grouped(-spare)} more are assigned than were bought.` : ''
  return `${said.join('; ')}.${over}`
}
