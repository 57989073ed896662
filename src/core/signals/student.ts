/**
 * Student's t with any positive degrees of freedom. The packages that have it either bring two
 * hundred others or miss R's values in the eighth digit; test/core/signals checks these against R.
 */

/** Both tails: how often chance alone is at least this far from nothing. */
export function bothTails(t: number, degrees: number): number {
  const square = t * t
  return square === 0 ? 1 : incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5)
}

/** The t which chance exceeds, on both sides together, this often. */
export function criticalT(both: number, degrees: number): number {
  // bothTails falls as t rises.
  let [low, high] = [0, 1]
  while (bothTails(high, degrees) > both) [low, high] = [high, high * 2]
  for (let step = 0; step < 200 && high - low > 1e-13 * high; step++) {
    const middle = (low + high) / 2
    if (bothTails(middle, degrees) > both) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Regularised. Lentz's continued fraction, on the side where it converges soon. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x),
  )
  return (front * continued(x, a, b)) / a
}

const TINY = 1e-300
const away = (value: number) => (Math.abs(value) < TINY ? TINY : value)

function continued(x: number, a: number, b: number): number {
  let c = 1
  let d = 1 / away(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m < 1_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / away(1 + even * d)
    c = away(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / away(1 + odd * d)
    c = away(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

/** Stirling's series, from where it is exact to the last digit. */
function logGamma(x: number): number {
  let [shift, at] = [0, x]
  for (; at < 12; at++) shift += Math.log(at)
  const square = at * at
  const series =
    (1 / 12 -
      (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * square)) / square) / square) / square) /
    at
  return (at - 0.5) * Math.log(at) - at + Math.log(2 * Math.PI) / 2 + series - shift
}
