/** The members that were given a rung, and the groups that are told only as one. */
export type Cascade<Member> = {
  /** Per member the finest rung it is published at; `rungs` where at none. */
  readonly rungOf: ReadonlyMap<Member, number>
  /** What can be worked out by subtraction: who is left over at a rung, together. */
  readonly pools: readonly { readonly rung: number; readonly members: readonly Member[] }[]
}

/**
 * Gives every member of a family the finest rung at which it is safe, such that who is left over at a
 * rung is, together, safe there too: the least of the others join them until they are. Rungs go from
 * `from`, the finest the family's whole is told at, to the coarsest.
 */
export function cascade<Member>(
  members: readonly Member[],
  options: {
    readonly from: number
    readonly rungs: number
    readonly safe: (group: readonly Member[], rung: number) => boolean
    readonly size: (member: Member) => number
  },
): Cascade<Member> {
  const { from, rungs, safe, size } = options
  const rungOf = new Map<Member, number>()
  const pools: { rung: number; members: readonly Member[] }[] = []
  let left = members
  for (let rung = from; rung < rungs && left.length > 0; rung++) {
    const { told, pooled } = separate(left, { safe: (group) => safe(group, rung), size })
    for (const member of told) rungOf.set(member, rung)
    if (pooled.length > 0) pools.push({ rung, members: pooled })
    left = pooled
  }
  for (const member of left) rungOf.set(member, rungs)
  return { rungOf, pools }
}

/** Who can be told apart, and who only together: the least are pooled until their pool is safe. */
export function separate<Member>(
  members: readonly Member[],
  options: {
    readonly safe: (group: readonly Member[]) => boolean
    readonly size: (member: Member) => number
    /** Told only with others, whatever they are alone. */
    readonly always?: readonly Member[]
  },
): { readonly told: readonly Member[]; readonly pooled: readonly Member[] } {
  const { safe, size, always = [] } = options
  const told = members.filter((member) => safe([member])).toSorted((a, b) => size(a) - size(b))
  const apart = new Set(told)
  const pooled = [...always, ...members.filter((member) => !apart.has(member))]
  while (pooled.length > 0 && told.length > 0 && !safe(pooled)) {
    const least = told.shift()
    if (least !== undefined) pooled.push(least)
  }
  return { told, pooled }
}
