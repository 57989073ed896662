import type { Day } from '#core/time/day.ts'

/** Days from one to another, both included (null: still), and the line that says so. */
export type Spell = { readonly from: Day; readonly to: Day | null; readonly place: string }

const startsWithin = (a: Spell, b: Spell) => a.from <= (b.to ?? '9999-12-31') && a.from >= b.from

/** The earlier spell under `key` that shares a day with this one; else remembers this one. */
export function overlap(known: Map<string, Spell[]>, key: string, spell: Spell): Spell | undefined {
  const spells = known.get(key) ?? []
  const shared = spells.find((other) => startsWithin(spell, other) || startsWithin(other, spell))
  if (!shared) known.set(key, [...spells, spell])
  return shared
}
