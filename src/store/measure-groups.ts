import type { Dimension, Row } from '#core/metric/metric.ts'
import { NONE } from '#core/metric/none.ts'
import type { Question } from '#ports.ts'

import type { Summed } from './measure-sums.ts'

/** One group of a split: what it is called, and the tools it used in either period. */
export type Group = Named & {
  /** What it is of the second split, where there are two. */
  readonly also: Named | null
  readonly tools: readonly number[]
}

type Named = {
  /** The id within the store; 0 is none. */
  readonly key: number
  /** What it is called outside the store; null is none. */
  readonly name: string | null
  readonly label: string
}

type Given = Pick<Named, 'key' | 'name'> & { readonly label: string | null }

/** Every group with a row of use in either period. */
export function groupsOf({ by, also }: Question, summed: readonly Summed[]): readonly Group[] {
  if (!by) return []
  const used = summed.flatMap((row) =>
    row.key === null || row.tool === null ? [] : [{ ...row, key: row.key, tool: row.tool }],
  )
  const name = naming(by, used)
  const nameAlso =
    also &&
    naming(
      also,
      used.map((row) => ({ key: row.also ?? 0, name: row.alsoName, label: row.alsoLabel })),
    )
  return [...Map.groupBy(used, (row) => groupKey(row)).values()].flatMap(
    (rows): readonly Group[] => {
      const [row] = rows
      if (!row) return []
      const tools = rows.map(({ tool }) => tool)
      return [{ ...name(row.key), also: nameAlso ? nameAlso(row.also ?? 0) : null, tools }]
    },
  )
}

/** A group among the others of its split. */
export const groupKey = ({ key, also }: { readonly key: number; readonly also: number | null }) =>
  `${key} ${also ?? '-'}`

/** Names of one split. Two units of one name are told apart by their paths. */
function naming(by: Dimension, rows: readonly Given[]): (key: number) => Named {
  const groups = new Map(rows.map(({ key, name, label }) => [key, { name, label }]))
  const named = Map.groupBy(groups.values(), ({ label }) => label)
  return (key) => {
    const { name = null, label = null } = groups.get(key) ?? {}
    return { key, name, label: (named.get(label)?.length === 1 ? label : name) ?? NONE[by] }
  }
}

type Names = ReadonlyMap<number, { readonly name: string; readonly label: string }>

/** The key and label of a group among those that are shown. */
export function groupLabel(
  by: Dimension,
  {
    key,
    names,
    shown,
  }: { readonly key: number; readonly names: Names; readonly shown: readonly number[] },
): { readonly key: string | null; readonly label: string } {
  const name = naming(
    by,
    shown.map((of) => ({
      key: of,
      name: names.get(of)?.name ?? null,
      label: names.get(of)?.label ?? null,
    })),
  )
  const { name: called, label } = name(key)
  return { key: called, label }
}

/** Rows of a split: the largest first, what is not known last. */
export const byRank = (a: Row, b: Row): number =>
  (b.now ?? -Infinity) - (a.now ?? -Infinity) ||
  a.label.localeCompare(b.label, 'en') ||
  (a.also?.label ?? '').localeCompare(b.also?.label ?? '', 'en')
