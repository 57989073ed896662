import type { CardElement, ITable } from '@microsoft/teams.cards'

import { MESSAGE_BYTES } from './limits.ts'
import { cut, paragraphs } from './text.ts'

export type Fitted = {
  readonly body: readonly CardElement[]
  /** What had to go, in words: "43 rows of the table". Empty when all of it fits. */
  readonly cut: readonly string[]
}

/** Room kept for the sentence that says what was left out, and for the frame of the card. */
const LAST_BYTES = 3_500
const LAST_CHARACTERS = 220

const picture = (_: string, value: unknown) =>
  typeof value === 'string' && value.startsWith('data:image/') ? '' : value

/** As Teams counts: UTF-16, without the pictures. */
export function bytes(element: unknown): number {
  return 2 * JSON.stringify(element, picture).length
}

const count = (many: number, one: string) => `${many} ${one}${many === 1 ? '' : 's'}`

function shorter(table: ITable, room: number): ITable | undefined {
  const rows = table.rows ?? []
  let size = bytes({ ...table, rows: [] })
  const end = rows.findIndex((row) => (size += bytes(row) + 2) > room)
  // A head alone is no table.
  return end < 2 ? undefined : { ...table, rows: rows.slice(0, end) }
}

// In the order in which they are given a place; the rest follows in the order of the message.
const FIRST: readonly CardElement['type'][] = ['TextBlock', 'ActionSet', 'FactSet']

const isPicture = (element: CardElement): boolean =>
  element.type === 'Container'
    ? element.items.some(({ type }) => type.startsWith('Chart.'))
    : element.type === 'Image'

const rank = (element: CardElement): number => {
  const found = FIRST.indexOf(element.type)
  return found >= 0 ? found : FIRST.length + (isPicture(element) ? 0 : 1)
}

const hasCsv = (body: readonly CardElement[]) =>
  body.some(
    (element) =>
      element.type === 'ActionSet' &&
      element.actions.some((action) => action.type === 'Action.Execute' && action.verb === 'csv'),
  )

/**
 * A body of at most `most` bytes. Tables are shortened before anything is left out, and a last line
 * says what had to go, with how to get it.
 */
export function fit(all: readonly CardElement[], most: number = MESSAGE_BYTES): Fitted {
  if (bytes(all) + LAST_BYTES <= most) return { body: all, cut: [] }
  const kept = new Map<CardElement, CardElement>()
  const lost: string[] = []
  let room = most - 2 * LAST_BYTES
  let parts = 0
  for (const element of all.toSorted((a, b) => rank(a) - rank(b))) {
    const whole = bytes(element) <= room
    const fitting = whole ? element : element.type === 'Table' ? shorter(element, room) : undefined
    if (fitting !== undefined) {
      kept.set(element, fitting)
      room -= bytes(fitting)
    }
    if (element.type === 'Table' && !whole) {
      const rows = fitting?.type === 'Table' ? (fitting.rows ?? []).length : 0
      lost.push(`${count((element.rows ?? []).length - rows, 'row')} of the table`)
    } else if (fitting === undefined) parts += 1
  }
  const what = [...lost, ...(parts > 0 ? [count(parts, 'part')] : [])]
  const body = all.flatMap((element) => kept.get(element) ?? [])
  const rest = hasCsv(body)
    ? 'The CSV button has every number.'
    : 'Ask for less: a shorter period, or a filter such as team:eng.'
  const said = cut(`Left out, as Teams takes no more: ${what.join(', ')}.`, LAST_CHARACTERS)
  return {
    body: [...body, ...paragraphs(`${said} ${rest}`, { isSubtle: true, size: 'Small' })],
    cut: what,
  }
}
