import type { Cell } from './cell.ts'
import { isSafe, type Rule } from './rule.ts'
import type { Uses } from './uses.ts'

/**
 * Whether cells that were told of earlier uses may be told again of these: each is safe as it is now,
 * and what it changed by, since any earlier telling, is the change of enough people or of nobody.
 */
export function mayRestate(
  cells: readonly Pick<Cell, 'part'>[],
  {
    earlier,
    now,
    rule,
  }: { readonly earlier: readonly Uses[]; readonly now: Uses; readonly rule: Rule },
): boolean {
  return cells.every(({ part }) => {
    const after = now.sum(part)
    if (!isSafe(after.people.values(), rule)) return false
    return earlier.every((uses) => {
      const changes = changesOf(uses.sum(part), after)
      return changes.length === 0 || isSafe(changes, rule)
    })
  })
}

type Sum = ReturnType<Uses['sum']>

/** Per person, and for nobody's use and for those who are unknown by now as one, by how much they changed. */
function changesOf(before: Sum, after: Sum): readonly number[] {
  const people = new Set([...before.people.keys(), ...after.people.keys()])
  const changes = [...people].map(
    (person) => (after.people.get(person) ?? 0) - (before.people.get(person) ?? 0),
  )
  const known = changes.reduce((sum, change) => sum + change, 0)
  const rest = after.total - before.total - known
  return [...changes, rest].map(Math.abs).filter((change) => change !== 0)
}
