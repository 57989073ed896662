/**
 * VanderWeele and Ding (2017): how strongly, as a ratio of risks, something unmeasured would have to
 * go with both sides to explain a difference away. A standardised difference d is as a ratio of about
 * exp(0.91 d).
 */
export function eValueOf({
  difference,
  interval: [low, high],
  spread,
}: {
  readonly difference: number
  readonly interval: readonly [number, number]
  readonly spread: number
}): { readonly difference: number; readonly limit: number } {
  const nearest = low > 0 ? low : Math.min(high, 0)
  return { difference: fromRatio(difference / spread), limit: fromRatio(nearest / spread) }
}

function fromRatio(standardised: number): number {
  const ratio = Math.exp(0.91 * Math.abs(standardised))
  return ratio + Math.sqrt(ratio * (ratio - 1))
}
