import { formatShare } from '#core/chart/format.ts'

import type { Answered } from './answered.ts'
import { shownMetrics, find } from './answered.ts'
import type { Part } from './message.ts'

/** Which tenths of the people are told: enough to see the curve. */
const SHOWN = [1, 2, 5, 8] as const

/** The Lorenz curve as a table. */
export function tenthsTable(answered: Answered): readonly Part[] {
  const { tenths } = shownMetrics(answered).includes('concentration')
    ? (find(answered.measured, 'concentration') ?? {})
    : {}
  if (!tenths) return []
  const rows = SHOWN.map((n) => [`${n * 10}% who sent most`, formatShare(tenths[n - 1] ?? 0)])
  return [{ kind: 'table', head: ['People', 'Messages'], rows }]
}
