/** Inverse of what the tail holds, for thresholds; each is good to four digits where it is used. */

/** The chance that a standard normal exceeds `z` (above 1), by the continued fraction of Laplace. */
function tail(z: number): number {
  let under = z
  for (let n = 24; n >= 1; n--) under = z + n / under
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI) / under
}

/** How far out a normal lies with the chance `p` (below a tenth) on one side. */
export function normalBeyond(p: number): number {
  let [low, high] = [1, 12]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (tail(middle) > p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/**
 * A value of Student's t as far out on a standard normal (D. L. Wallace, Bounds on normal approximations
 * to Student's and the chi-square distributions, 1959).
 */
export function normalOfT(t: number, freedom: number): number {
  const scale = (8 * freedom + 1) / (8 * freedom + 3)
  return Math.sign(t) * scale * Math.sqrt(freedom * Math.log1p((t * t) / freedom))
}

const digamma = (x: number): number => Math.log(x) - 1 / (2 * x) - 1 / (12 * x * x)
const trigamma = (x: number): number => 1 / x + 1 / (2 * x * x) + 1 / (6 * x ** 3)

/** Where trigamma is `y`; 60 from where nobody could tell the difference. */
function trigammaOf(y: number): number {
  let [low, high] = [0.3, 60]
  if (y <= trigamma(high)) return high
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2
    if (trigamma(middle) > y) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** One team's variance: of how many values, and how large the team is. */
export type Spread = { readonly variance: number; readonly freedom: number; readonly size: number }

/**
 * Each variance drawn towards those of the others of its size, as far as they are alike (empirical Bayes:
 * G. K. Smyth, Linear models and empirical Bayes methods, 2004). Small teams are noisier, so what they
 * are drawn towards is a line in the logarithm of the size.
 */
export function shrunk(spreads: readonly Spread[]): readonly Omit<Spread, 'size'>[] {
  const known = spreads.filter(({ variance, freedom }) => variance > 0 && freedom >= 3)
  if (known.length < 3) return spreads
  const logs = known.map(({ variance, freedom, size }) => ({
    x: Math.log(Math.max(1, size)),
    y: Math.log(variance) - digamma(freedom / 2) + Math.log(freedom / 2),
    own: trigamma(freedom / 2),
  }))
  const line = fitted(logs)
  const left = logs.reduce((sum, { x, y }) => sum + (y - line(x)) ** 2, 0) / (logs.length - 2)
  const own = logs.reduce((sum, log) => sum + log.own, 0) / logs.length
  const prior = 2 * trigammaOf(Math.max(left - own, 1e-6))
  return spreads.map(({ variance, freedom, size }) => {
    // The mean of the logarithms, brought back to that of the variances.
    const usual = Math.exp(
      line(Math.log(Math.max(1, size))) + digamma(prior / 2) - Math.log(prior / 2),
    )
    const together = freedom + prior
    return { variance: (freedom * variance + prior * usual) / together, freedom: together }
  })
}

type Dot = { readonly x: number; readonly y: number }

function fitted(dots: readonly Dot[]): (x: number) => number {
  const x = dots.reduce((sum, dot) => sum + dot.x, 0) / dots.length
  const y = dots.reduce((sum, dot) => sum + dot.y, 0) / dots.length
  const across = dots.reduce((sum, dot) => sum + (dot.x - x) ** 2, 0)
  const along = dots.reduce((sum, dot) => sum + (dot.x - x) * (dot.y - y), 0)
  const slope = across > 1e-9 ? along / across : 0
  return (at) => y + slope * (at - x)
}
