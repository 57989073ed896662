/**
 * Whole numbers for `parts` over `denominator`, each less than one away from its part, that add up to
 * the sum of the parts, which is whole. What is exactly 0 stays 0; turned signs give turned results.
 */
export function apportion(parts: readonly bigint[], denominator: bigint): readonly bigint[] {
  const total = parts.reduce((sum, part) => sum + part, 0n)
  const first = parts.find((part) => part !== 0n) ?? 0n
  const turned = total < 0n || (total === 0n && first < 0n)
  const given = turned ? parts.map((part) => -part) : parts
  const floors = given.map((part) => floored(part, denominator))
  const left = floors.reduce((sum, floor) => sum - floor, (turned ? -total : total) / denominator)
  const most = given
    .map((part, at) => ({ at, rest: part - (floors[at] ?? 0n) * denominator }))
    .toSorted((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1))
    .slice(0, Number(left))
  const more = new Set(most.map(({ at }) => at))
  return floors.map((floor, at) => {
    const whole = more.has(at) ? floor + 1n : floor
    return turned ? -whole : whole
  })
}

function floored(part: bigint, denominator: bigint): bigint {
  const whole = part / denominator
  return part < 0n && whole * denominator !== part ? whole - 1n : whole
}
