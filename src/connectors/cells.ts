import { nearest } from '#core/import/nearest.ts'
import type { Rejection } from '#core/import/rejection.ts'
import { type Day, isDay } from '#core/time/day.ts'

import { shown } from './shown.ts'

/** More tokens or characters than any one request has. */
export const MOST_COUNT = 1_000_000_000
/** Control characters, and the mark of bytes that are not UTF-8. */
export const UNREADABLE = /[\p{Cc}\ufffd]/u
/** Whole numbers, also as spreadsheets and pandas write them: `12.0`. */
export const WHOLE = /^\d{1,10}(?:\.0{1,6})?$/

/** Why one field of a line is refused; continues the sentence "field 'value' …". */
export type Fault<Field extends string = string> = {
  readonly field: Field
  readonly why: string
  readonly fix: string
}

/** One line's values by the order of its fields; undefined where the line has none. */
export type Cells = readonly unknown[]

/** A line while it is read, and the first fault found. */
export type CellReading<Field extends string> = {
  readonly cells: Cells
  readonly slots: Readonly<Record<Field, number>>
  fault: Fault<Field> | undefined
}

export function slotsOf<Field extends string>(fields: readonly Field[]) {
  return Object.fromEntries(fields.map((field, slot) => [field, slot])) as Record<Field, number>
}

const COUNT_FIX = 'Write a whole number from 0 to 1,000,000,000, like 1250, or leave it empty.'

export function refuse<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
  [why, fix]: readonly [string, string],
): null {
  reading.fault ??= { field, why, fix }
  return null
}

/** The cell as trimmed text; null where it is blank, undefined where it is not text. */
function trimmed(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null
  if (typeof value === 'string') return value.trim() || null
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined
}

export function text<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
  most: number,
): string | null {
  const value = trimmed(reading.cells[reading.slots[field]])
  if (value === null) return null
  if (value === undefined) return refuse(reading, field, ['is not text', 'Write it as text.'])
  if (value.length > most)
    return refuse(reading, field, [`is longer than ${most} characters`, 'Shorten it.'])
  if (UNREADABLE.test(value))
    return refuse(reading, field, [
      'holds characters that cannot be read',
      'Save the file as UTF-8 text.',
    ])
  return value
}

export function count<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
): number | null {
  const value = reading.cells[reading.slots[field]]
  if (value === undefined || value === null) return null
  let number: unknown = value
  if (typeof value === 'string') {
    const written = value.trim()
    if (written === '') return null
    number = WHOLE.test(written) ? Number(written) : undefined
  }
  if (Number.isInteger(number) && (number as number) >= 0 && (number as number) <= MOST_COUNT)
    return number as number
  return refuse(reading, field, ['is not a whole number in range', COUNT_FIX])
}

export function choice<Field extends string, const Word extends string>(
  reading: CellReading<Field>,
  field: Field,
  words: readonly Word[],
): Word | null {
  const value = reading.cells[reading.slots[field]]
  if (value === undefined || value === null) return null
  const word = typeof value === 'string' ? value.trim().toLowerCase() : JSON.stringify(value)
  if (word === '') return null
  const found = words.find((known) => known === word)
  if (found !== undefined) return found
  const near = nearest(word, words)
  return refuse(reading, field, [
    'is not one of its words',
    `${near === undefined ? 'Write' : `Did you mean '${near}'? Write`} one of ${words.join(', ')}.`,
  ])
}

export function calendarDay<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
): Day | null {
  const value = text(reading, field, 40)
  if (value === null || isDay(value)) return value
  return refuse(reading, field, ['is not a day', 'Write it like 2026-11-21, or leave it empty.'])
}

/** Words between semicolons. */
export function list<Field extends string>(
  reading: CellReading<Field>,
  field: Field,
): readonly string[] {
  const words = text(reading, field, 4_000)?.split(';') ?? []
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))]
}

type Place = { readonly file: string; readonly line: number; readonly cells: Cells }

/** A refused line as its reader sees it. */
export function rejectionOf(
  { file, line, cells }: Place,
  { field, why, fix }: Fault,
  slot: number,
): Rejection {
  const value = shown(field, cells[slot])
  return { file, line, field, value: value === '' ? null : value, why, fix }
}
