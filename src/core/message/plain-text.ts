import type { Button, Fact, Message, Part } from '#core/message/message.ts'

import { isNumber } from './number-cell.ts'

const width = (text: string) => Array.from(text).length
const plain = (text: string) => text.replaceAll('**', '').replaceAll('`', '')

function padded(text: string, to: number, side: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, to - width(text)))
  return side === 'left' ? text + space : space + text
}

/** Columns lined up: words to the left, numbers to the right, two spaces between. */
function aligned(
  rows: readonly (readonly string[])[],
  numeric: (column: number) => boolean,
): string {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => width(row[column] ?? ''))),
  )
  const line = (row: readonly string[]) =>
    widths
      .map((to, column) => padded(row[column] ?? '', to, numeric(column) ? 'right' : 'left'))
      .join('  ')
      .trimEnd()
  return rows.map((row) => `  ${line(row)}`).join('\n')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(plain))
  const numeric = (column: number) =>
    column > 0 && cells.every((row) => isNumber(row[column] ?? ''))
  const titles = head.map(plain)
  const widths = titles.map((title, column) =>
    Math.max(width(title), ...cells.map((row) => width(row[column] ?? ''))),
  )
  return aligned([titles, widths.map((to) => '-'.repeat(to)), ...cells], numeric)
}

function facts(list: readonly Fact[]): string {
  const rows = list.map(({ label, value, change = '', note = '' }) => [label, value, change, note])
  return aligned(
    rows.map((row) => row.map(plain)),
    (column) => column === 1,
  )
}

/** What a terminal can offer of a button: the command to type, if it is one. */
function next({ act }: Button): string | undefined {
  switch (act.kind) {
    case 'ask':
      return act.command
    case 'help':
      return act.topic === undefined ? 'help' : `help ${act.topic}`
    case 'unshare':
      return `unshare ${act.ref}`
    case 'open':
      return act.url
    case 'csv':
    case 'build':
    case 'keep':
    case 'share':
    case 'subscribe':
    case 'edit':
    case 'reveal':
    case 'ask-for-access':
      return undefined
  }
}

function part(item: Part): string | undefined {
  switch (item.kind) {
    case 'text':
      return plain(item.text)
    case 'facts':
      return facts(item.facts)
    case 'table':
      return table(item.head, item.rows)
    case 'chart':
      return `Chart: ${plain(item.chart.alt)}`
    case 'buttons': {
      const commands = item.buttons.map(next).filter((command) => command !== undefined)
      return commands.length === 0
        ? undefined
        : `Ask next:\n${commands.map((command) => `  ${command}`).join('\n')}`
    }
    case 'note':
      return plain(item.text)
  }
}

/** A message as plain text for terminals and logs: blank lines between parts, columns lined up. */
export function plainText({ title, summary, parts }: Message): string {
  const said = parts.map(part).filter((text) => text !== undefined && text !== '')
  const heading = [plain(title), plain(summary)].filter((text) => text !== '')
  // A summary that the first part begins with is said once.
  const again = heading[1] !== undefined && begins(said[0] ?? '', heading[1])
  const blocks = again ? [heading[0], ...said] : [...heading, ...said]
  return `${blocks.join('\n\n')}\n`
}

const begins = (text: string, start: string): boolean =>
  text.startsWith(start) && /^(?:$|\s)/u.test(text.slice(start.length))
