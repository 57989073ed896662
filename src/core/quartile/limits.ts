import type { Day } from '#core/time/day.ts'

/** The whole weeks over which someone's use is added up, when limits are taken and when they are applied. */
export const QUARTILE_WEEKS = 4

/** Fewer people can't be cut into quarters. */
const FEWEST_PEOPLE = 8

/**
 * Messages a week that a limit may be. A quarter of real numbers ends at one person's; a limit from a list
 * that is always the same tells how many are below it, and nobody's number.
 */
export const LIMIT_STEPS: readonly number[] = [1, 10, 100, 1000, 10_000].flatMap((scale) =>
  [1, 1.5, 2, 3, 4, 5, 7].map((step) => step * scale).filter(Number.isInteger),
)

/** From how many messages a week on someone is at a level. */
export type Limits = {
  readonly light: number
  readonly moderate: number
  readonly heavy: number
}

/** Limits as they were taken of a tool. */
export type TakenLimits = Limits & {
  readonly tool: string
  /** When they were taken. */
  readonly on: Day
  /** The whole weeks whose use they were taken from. */
  readonly from: Day
  readonly to: Day
}

/** How people's use of a tool spreads: `below[n]` of them did less than `LIMIT_STEPS[n]` a week. */
export type Spread = { readonly people: number; readonly below: readonly number[] }

/** How few people are too few for a tool to have limits: each of four levels holds as many as may be told. */
export const fewestFor = (floor: number): number => Math.max(FEWEST_PEOPLE, 4 * floor)

/**
 * The three numbers of the list that come nearest to quarters of the people, where each level holds at
 * least `floor` of them; undefined where there are none. Of equally near ones the smallest.
 */
export function limitsOf({ people, below }: Spread, floor: number): Limits | undefined {
  if (people < fewestFor(floor)) return undefined
  // In quarters of a person, so that nothing is rounded.
  const off = (n: number, quarter: 1 | 2 | 3) => Math.abs(4 * (below[n] ?? 0) - quarter * people)
  let best: { readonly off: number; readonly at: readonly [number, number, number] } | undefined
  for (let light = 0; light < below.length; light += 1) {
    if ((below[light] ?? 0) < floor) continue
    for (let moderate = light + 1; moderate < below.length; moderate += 1) {
      if ((below[moderate] ?? 0) - (below[light] ?? 0) < floor) continue
      for (let heavy = moderate + 1; heavy < below.length; heavy += 1) {
        if ((below[heavy] ?? 0) - (below[moderate] ?? 0) < floor) continue
        if (people - (below[heavy] ?? 0) < floor) break
        const sum = off(light, 1) + off(moderate, 2) + off(heavy, 3)
        if (!best || sum < best.off) best = { off: sum, at: [light, moderate, heavy] }
      }
    }
  }
  if (!best) return undefined
  const [light = 0, moderate = 0, heavy = 0] = best.at.map((n) => LIMIT_STEPS[n] ?? 0)
  return { light, moderate, heavy }
}
