import type { PrecedenceRow } from '#collection.ts'
import { UserError } from '#core/errors.ts'
import { day } from '#core/time/day.ts'
import { isMeasureGroup, MEASURE_GROUPS } from '#core/truth/measure-group.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

const ALWAYS = '0001-01-01'
const HEAD = ['Tool', 'Measure', 'From', 'Set by', 'Sources, best first']

const cells = ({ tool, measure, from, by, sources }: PrecedenceRow) => [
  tool,
  measure,
  from === ALWAYS ? 'always' : from,
  by ?? 'built in',
  `${sources.join(', ')}, then others by name`,
]

export async function precedenceList(io: Io, house: House): Promise<number> {
  const rows = [HEAD, ...(await house.precedence()).map(cells)]
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of rows) {
    io.out(
      `${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    )
  }
  return DONE
}

/** Sets an order and says how to set it back. */
export async function precedenceSet(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [tool = '', measure = '', list = ''] = parsed.args
  if (!isMeasureGroup(measure)) {
    throw new UserError(
      `'${measure}' is no measure that sources are believed for`,
      `Write one of: ${MEASURE_GROUPS.join(', ')}.`,
    )
  }
  const from = parsed.text('from')
  const { before, days } = await house.setPrecedence({
    tool,
    measure,
    sources: list === 'default' ? null : sourcesOf(list),
    ...(from !== undefined && { from: day(from) }),
  })
  const back = ['precedence set', tool, measure, before?.join(',') ?? 'default']
  io.out(
    `Set; ${days} ${days === 1 ? 'day' : 'days'} counted again. ` +
      `Back: ai-usage ${back.join(' ')}${from === undefined ? '' : ` --from ${from}`}\n`,
  )
  return DONE
}

function sourcesOf(list: string): readonly string[] {
  const sources = list.split(',').map((name) => name.trim())
  const twice = sources.find((name, at) => sources.indexOf(name) !== at)
  if (twice !== undefined) throw new UserError(`'${twice}' is there twice`, 'Keep one of them.')
  if (!sources.includes('')) return sources
  throw new UserError(
    `'${list}' has an empty name`,
    'Write names with commas between: otlp,litellm',
  )
}
