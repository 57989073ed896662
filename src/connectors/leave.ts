import { type Day, isDay } from '#core/time/day.ts'
import type { Leave } from '#ingest.ts'

import { type CellReading, type Fault, refuse, text } from './cells.ts'

/** First and last days of a person's leaves. There is no field for what kind of leave it is. */
export const LEAVE_FIELDS = ['leave_from', 'leave_to'] as const
type LeaveField = (typeof LEAVE_FIELDS)[number]

const MOST = 4_000
const FORM = 'Write days like 2026-11-21, with ; between those of several leaves.'

function days<Field extends string>(
  reading: CellReading<Field | LeaveField>,
  field: LeaveField,
): readonly Day[] {
  const words = (text(reading, field, MOST) ?? '').split(';').map((word) => word.trim())
  const given = words.filter((word) => word !== '')
  const wrong = given.findIndex((word) => !isDay(word))
  if (wrong >= 0)
    refuse(reading, field, [
      given.length === 1 ? 'is not a day' : `has something else than a day in place ${wrong + 1}`,
      FORM,
    ])
  return given.filter(isDay).toSorted()
}

/**
 * When someone was away, each leave apart and the earliest first. Undefined where the file does not
 * say who is. Days are paired in their order in time, which is the only one in which leaves do not
 * overlap: systems that leave out an empty last day then say the same as those that write it.
 */
export function leaves<Field extends string>(
  reading: CellReading<Field | LeaveField>,
): readonly Leave[] | undefined {
  if (LEAVE_FIELDS.every((field) => reading.cells[reading.slots[field]] === undefined))
    return undefined
  const [first, last] = [days(reading, 'leave_from'), days(reading, 'leave_to')]
  if (reading.fault) return []
  const open = first.length - last.length
  if (open < 0 || open > 1)
    refuse(reading, 'leave_to', [
      `has ${last.length} days for ${first.length} of leave_from`,
      'Give each leave its last day; only one that has not ended yet may have none.',
    ])
  const all = first.map((from, n): Leave => ({ from, to: last[n] ?? null }))
  for (const [n, { from, to }] of all.entries()) {
    if (to !== null && to < from)
      refuse(reading, 'leave_to', [
        'is before leave_from',
        'Swap the two days, or leave leave_to empty while the leave lasts.',
      ])
    const before = all[n - 1]
    if (before && from <= (before.to ?? ''))
      refuse(reading, 'leave_from', [
        `has a leave that begins on ${from}, before the one before it has ended`,
        'End each leave before the next begins, or write the two as one.',
      ])
  }
  return all
}

type Given = Leave & { readonly place: string }

/** Lines of one person may repeat a leave, and not contradict it. */
export function leaveClashes() {
  const known = new Map<string, readonly Given[]>()
  return (
    account: string,
    given: readonly Leave[] = [],
    place: string,
  ): Fault<LeaveField> | undefined => {
    const before = known.get(account) ?? []
    const other = before.find((one) =>
      given.some(
        ({ from, to }) =>
          from <= (one.to ?? STILL) &&
          one.from <= (to ?? STILL) &&
          (from !== one.from || to !== one.to),
      ),
    )
    if (other) {
      const why = `overlaps another leave of the same person: see also ${other.place}`
      return { field: 'leave_from', why, fix: 'Write the same leave in both lines, or in one.' }
    }
    known.set(account, [...before, ...given.map((one) => ({ ...one, place }))])
    return undefined
  }
}

const STILL = '9999-12-31'
