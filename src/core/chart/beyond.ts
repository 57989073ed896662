import type { Role } from './chart.ts'

/** So much more than the largest row, all the others together are told and not drawn: rows would be stubs. */
const MOST_TIMES = 2

type Row = { readonly now: number; readonly role?: Role }

/** What a whole bar stands for: the largest row that is drawn as one. */
export function longest(rows: readonly Row[]): number {
  const largest = (of: readonly Row[]) => Math.max(...of.map(({ now }) => now), 1)
  const alone = largest(rows.filter(({ role }) => role !== 'rest'))
  const all = largest(rows)
  return all > MOST_TIMES * alone ? alone : all
}
