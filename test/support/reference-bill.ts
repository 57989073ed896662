/**
 * How a day's bill is shared out, the slow and obvious way, in exact fractions. Imports nothing from the
 * product.
 */

export type Row = {
  readonly account: string
  readonly model: string
  readonly source: string
  /** What was reckoned, in micro-dollars; null where there is no price. */
  readonly estimate: bigint | null
}

/** An account or model of '' is none. */
export type Line = { readonly account: string; readonly model: string; readonly picos: bigint }

export type Share = {
  readonly account: string
  readonly model: string
  readonly source: string
  readonly micros: bigint
}

type Part = Omit<Share, 'micros'> & {
  readonly line: Line
  /** Exact picodollars are `over / under`. */
  readonly over: bigint
  readonly under: bigint
}

const MICRO = 1_000_000n

function halfEven(picos: bigint): bigint {
  const floor = floorOf(picos, MICRO)
  const rest = picos - floor * MICRO
  if (rest * 2n > MICRO || (rest * 2n === MICRO && floor % 2n !== 0n)) return floor + 1n
  return floor
}

const floorOf = (over: bigint, under: bigint) =>
  over / under - (over % under !== 0n && over < 0n ? 1n : 0n)

/** The whole bill, line by line, onto rows; what nobody can take is nobody's, under the bill's name. */
export function shared(rows: readonly Row[], bill: readonly Line[], source: string): Share[] {
  const lines = added(bill)
  const parts = lines.flatMap((line) => partsOf(line, rows, source))
  const floors = parts.map((part) => floorOf(part.over, part.under * MICRO))
  const whole = halfEven(lines.reduce((sum, { picos }) => sum + picos, 0n))
  let left = whole - floors.reduce((sum, floor) => sum + floor, 0n)
  const rest = (n: number) =>
    (parts[n]?.over ?? 0n) - (floors[n] ?? 0n) * (parts[n]?.under ?? 1n) * MICRO
  const order = parts
    .map((_, n) => n)
    .toSorted((a, b) => {
      const [x, y] = [rest(a) * (parts[b]?.under ?? 1n), rest(b) * (parts[a]?.under ?? 1n)]
      if (x !== y) return x > y ? -1 : 1
      return nameOf(parts[a]) < nameOf(parts[b]) ? -1 : 1
    })
  const micros = [...floors]
  for (const n of order) {
    if (left === 0n) break
    micros[n] = (micros[n] ?? 0n) + 1n
    left -= 1n
  }
  if (left !== 0n) throw new Error('more was cut off than there are parts')
  return parts.map(({ account, model, source }, n) => ({
    account,
    model,
    source,
    micros: micros[n] ?? 0n,
  }))
}

const nameOf = (part: Part | undefined) =>
  part === undefined
    ? ''
    : [part.account, part.model, part.source, part.line.account, part.line.model].join('\u0001')

/** One line per account and model. */
function added(bill: readonly Line[]): Line[] {
  const sums = new Map<string, Line>()
  for (const line of bill) {
    const key = `${line.account} ${line.model}`
    const before = sums.get(key)?.picos ?? 0n
    sums.set(key, { ...line, picos: before + line.picos })
  }
  return [...sums.values()]
}

function partsOf(line: Line, rows: readonly Row[], source: string): Part[] {
  const priced = rows.filter(({ estimate }) => estimate !== null && estimate > 0n)
  const fits = priced.filter(
    ({ account, model }) =>
      (line.account === '' || account === line.account) &&
      (line.model === '' || model === line.model),
  )
  if (fits.length > 0) return inProportion(line, fits)
  if (line.account === '' && priced.length > 0) {
    const accounts = [...new Set(priced.map(({ account }) => account))]
    return inProportion(
      line,
      accounts.map((account) => ({
        account,
        model: line.model,
        source,
        estimate: priced
          .filter((row) => row.account === account)
          .reduce((sum, { estimate }) => sum + (estimate ?? 0n), 0n),
      })),
    )
  }
  const { account, model } = line
  return [{ account, model, source, line, over: line.picos, under: 1n }]
}

function inProportion(line: Line, rows: readonly Row[]): Part[] {
  const whole = rows.reduce((sum, { estimate }) => sum + (estimate ?? 0n), 0n)
  return rows.map(({ account, model, source, estimate }) => ({
    account,
    model,
    source,
    line,
    over: line.picos * (estimate ?? 0n),
    under: whole,
  }))
}
