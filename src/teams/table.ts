import type { ITable, ITableCell, ITextRun } from '@microsoft/teams.cards'

import { bare } from '#core/message/markup.ts'
import type { Part } from '#core/message/message.ts'
import { wordColumns } from '#core/message/number-cell.ts'

import { calledAs, type Names } from './names.ts'
import { SMALL } from './text.ts'

const run = (text: string, look: Partial<ITextRun>): ITextRun => ({
  type: 'TextRun',
  text: bare(text) || ' ',
  ...look,
})

// Neither a run nor a plain string has markup.
const cell = (...runs: readonly (ITextRun | string)[]): ITableCell => ({
  type: 'TableCell',
  items: runs.map((one) => ({ type: 'RichTextBlock', spacing: 'None', inlines: [one] })),
})

/** The name, and below it the id that commands take: that of the tenant, too, is no news to anyone. */
function person(account: string, names: Names): ITableCell {
  const name = calledAs(account, names)
  const id = account.split('/').at(-1) ?? account
  return name === undefined ? cell(bare(account) || ' ') : cell(bare(name), run(id, SMALL))
}

export function table(
  { head, rows, accounts = [] }: Part & { kind: 'table' },
  names: Names = new Map(),
): ITable {
  const words = wordColumns(head, rows)
  return {
    type: 'Table',
    firstRowAsHeaders: true,
    showGridLines: false,
    columns: head.map((_, at) => ({
      width: at === 0 ? 2 : 1,
      horizontalCellContentAlignment: words.has(at) ? ('Left' as const) : ('Right' as const),
    })),
    rows: [
      head.map((text) => cell(run(text, { weight: 'Bolder' }))),
      ...rows.map((cells) =>
        cells.map((text, at) =>
          accounts.includes(at) ? person(text, names) : cell(bare(text) || ' '),
        ),
      ),
    ].map((cells) => ({ type: 'TableRow', cells: [...cells] })),
  }
}
