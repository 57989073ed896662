import { COMBINED, DOMINANCE, fewest, isSafe, type Rule, UNCERTAINTY } from './rule.ts'

/** What people have in a sum, and the sum; what is nobody's is in the sum alone. */
export type Held = { readonly total: number; readonly people: ReadonlyMap<number, number> }

/** A sum that is told as lying between two numbers. */
export type Box = { readonly held: Held; readonly low: number; readonly high: number }

/** The subsets that are looked at are twice as many with every box. */
const MOST = 8

/**
 * How far a sum that is not safe must be able to lie above and below what it is: whoever has most in it may have
 * a tenth more, where those nobody knows of have too little to make up for it; and where fewer people
 * than the floor are in it, whoever has most may have nothing in it, with nobody else in their place.
 */
export function needOf(
  { people }: Held,
  rule: Rule,
): { readonly above: number; readonly below: number } {
  if (isSafe(people.values(), rule)) return { above: 0, below: 0 }
  const sorted = [...people.values()].filter((value) => value !== 0).toSorted((a, b) => b - a)
  const [largest = 0] = sorted
  // What somebody was credited makes no room.
  if ((sorted.at(-1) ?? 0) < 0) return { above: Infinity, below: Infinity }
  const without = (people: number) => sorted.slice(people).reduce((sum, value) => sum + value, 0)
  const above = Math.max(
    0,
    UNCERTAINTY * largest - without(1 + rule.known),
    DOMINANCE * largest - without(COMBINED),
  )
  const few = Math.max(fewest(rule), rule.known + 2)
  return { above, below: sorted.length < few ? largest : 0 }
}

/**
 * Boxes of a sum that is told, with what else is in it: whether each that is known from them to lie
 * between two numbers, some boxes together or all the others, has the room it needs.
 */
export function haveRoom(boxes: readonly Box[], rest: readonly Held[], rule: Rule): boolean {
  if (boxes.length > MOST) return false
  return Array.from({ length: 2 ** boxes.length - 1 }, (_, n) => n + 1).every((bits) => {
    const isIn = (n: number) => (bits & (1 << n)) !== 0
    const inside = boxes.filter((_, n) => isIn(n))
    const outside = boxes.filter((_, n) => !isIn(n))
    const sum = (of: (box: Box) => number) => inside.reduce((all, box) => all + of(box), 0)
    const above = sum(({ held, high }) => high - held.total)
    const below = sum(({ held, low }) => held.total - low)
    const these = needOf(together(inside.map(({ held }) => held)), rule)
    const others = needOf(together([...outside.map(({ held }) => held), ...rest]), rule)
    return (
      above >= Math.max(these.above, others.below) && below >= Math.max(these.below, others.above)
    )
  })
}

export function together(all: readonly Held[]): Held {
  const people = new Map<number, number>()
  for (const held of all)
    for (const [person, value] of held.people) people.set(person, (people.get(person) ?? 0) + value)
  return { total: all.reduce((sum, { total }) => sum + total, 0), people }
}
