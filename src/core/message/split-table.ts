import { formatShare } from '#core/chart/format.ts'
import { isNobodys, ranked, rowChange } from '#core/insight/split.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { Measurement, Row, Unit, Value } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'

import { aboutText } from './about.ts'
import type { Answered } from './answered.ts'
import { changeMark } from './change-words.ts'
import { groupNames, splitHeads } from './dimension.ts'
import type { Part } from './message.ts'

const ROWS = 10
const NOTHING = '–'

/** The groups of a split, biggest first; what belongs to none and the total are always there. */
export function splitTable(measurement: Measurement, { ask, span }: Answered): readonly Part[] {
  const { by, metric, unit, now } = measurement
  if (!by || by.rows.length === 0) return []
  const named = ranked(by.rows).filter((row) => !isNobodys(row))
  const nobodys = by.rows.filter(isNobodys)
  // "And 1 more" would take the line of the one it hides.
  const most = named.length === (ask.top ?? ROWS) + 1 ? named.length : (ask.top ?? ROWS)
  const shown = named.slice(0, most)
  const left = named.slice(most)
  const changes = rowChange(measurement, span)
  const format = catalogue[metric].format
  const share = (value: Value) =>
    value === null || now === null || now === 0 ? NOTHING : formatShare(value / now)
  const heads = splitHeads(by)
  const blank = heads.slice(1).map(() => '')
  const cells = (label: string | readonly string[], value: Value, row?: Row) => [
    ...(typeof label === 'string' ? [label, ...blank] : label),
    value === null ? unknown(row) : format(value),
    ...(addsUp(unit) ? [share(value)] : []),
    ...(changes ? [row ? (changeMark(changes(row), metric) ?? NOTHING) : NOTHING] : []),
  ]
  const unknown = (row: Row | undefined) =>
    row?.withheld?.about ? aboutText(metric, row.withheld.about) : 'not known'
  const { withheld } = measurement
  const all = {
    key: 'total',
    label: 'total',
    now,
    before: measurement.before,
    ...(withheld && { withheld }),
  }
  return [
    {
      kind: 'table',
      head: [
        ...heads,
        catalogue[metric].name,
        ...(addsUp(unit) ? ['Share'] : []),
        ...(changes ? ['Change'] : []),
      ],
      rows: [
        ...shown.map((row) => cells(groupNames(row, by), row.now, row)),
        ...rest(left, measurement, cells),
        ...nobodys.map((row) => cells(groupNames(row, by), row.now, row)),
        cells(whole(unit), now, all),
      ],
    },
  ]
}

function whole(unit: Unit): string {
  if (addsUp(unit)) return 'Total'
  return unit === 'people' ? 'All, each counted once' : 'All together'
}

function rest(
  left: readonly Row[],
  { unit, by }: Measurement,
  cells: (label: string, value: Value) => string[],
): string[][] {
  if (left.length === 0) return []
  const [known, unknown] = [
    left.filter(({ now }) => now !== null),
    left.filter(({ now }) => now === null),
  ]
  const label = ({ length }: readonly Row[]) => `and ${length} more`
  if (known.length === 0) return [cells(label(left), null)]
  const isWithheld = left.some(({ withheld }) => withheld !== undefined)
  if (addsUp(unit) && !isWithheld)
    return [
      cells(
        label(known),
        known.reduce((sum, row) => sum + (row.now ?? 0), 0),
      ),
      ...(unknown.length > 0 ? [cells(label(unknown), null)] : []),
    ]
  // The same person may be in several of them, or one of them is not told: there is no sum to show.
  const blank = by?.also === undefined ? 1 : 2
  return [cells(label(left), 0).map((cell, index) => (index < blank ? cell : NOTHING))]
}
