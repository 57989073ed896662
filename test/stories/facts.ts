/**
 * What happened, read the slow and obvious way from the lines and the directory as a company wrote
 * them. Imports nothing of the product, so that both can only agree by being right.
 */

/** A line of usage, every value as written; '' is unknown. */
export type Line = Readonly<Record<(typeof COLUMNS)[number], string>>
export const COLUMNS = [
  'time',
  'person',
  'tool',
  'model',
  'feature',
  'session',
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
  'cost_usd',
  'cost_basis',
  'outcome',
  'initiated_by',
  'id',
] as const

export type Member = {
  readonly person: string
  readonly team: string
  readonly from: string
  readonly to: string
  readonly aliases: string
}

export type Company = {
  readonly zone: string
  /** When its files were imported. */
  readonly importedAt: string
  readonly files: readonly (readonly Line[])[]
  readonly directory: readonly Member[]
}

export type Span = { readonly from: string; readonly to: string }

export const TOKENS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
] as const

/** One request with everything that is asked of it. */
export type Fact = Line & {
  readonly at: number
  readonly day: string
  readonly user: string | null
  readonly team: string | null
  readonly startsSession: boolean
  readonly picos: bigint | null
  readonly basis: 'billed' | 'estimated' | 'credits' | null
}

const GAP = 30 * 60_000
/** Dollars a million tokens. */
const GPT_4O = {
  input_tokens: 2.5,
  cache_read_tokens: 1.25,
  cache_write_tokens: 0,
  output_tokens: 10,
}

function localDay(time: number, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(time)
}

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

export function daysOf({ from, to }: Span): readonly string[] {
  const days: string[] = []
  for (let day = from; day <= to; day = shifted(day, 1)) days.push(day)
  return days
}

function cost(line: Line): Pick<Fact, 'picos' | 'basis'> {
  if (line.cost_usd !== '') {
    const basis = (line.cost_basis || 'billed') as 'billed' | 'estimated' | 'credits'
    const [whole = '0', part = ''] = line.cost_usd.split('.')
    return { basis, picos: BigInt(whole) * 10n ** 12n + BigInt(part.padEnd(12, '0')) }
  }
  const priced = line.model === 'gpt-4o' && line.cost_basis !== 'credits'
  if (!priced || TOKENS.every((column) => line[column] === '')) return { picos: null, basis: null }
  const micros = TOKENS.reduce((sum, column) => sum + Number(line[column]) * GPT_4O[column], 0)
  return { basis: 'estimated', picos: BigInt(Math.round(micros * 1e6)) }
}

export function factsOf({ files, directory, zone }: Company): readonly Fact[] {
  // A later line of the same tool and id takes the place of an earlier one.
  const lines = new Map<string, Line>()
  for (const [n, line] of files.flat().entries())
    lines.set(line.id === '' ? `line ${n}` : `${line.tool} ${line.id}`, line)
  const owner = new Map(
    directory.flatMap(({ person, aliases }) =>
      [person, ...aliases.split(';')].map((login) => [login, person] as const),
    ),
  )
  const facts = [...lines.values()].map((line) => {
    const at = Date.parse(line.time)
    const day = localDay(at, zone)
    const person = line.person.trim().toLowerCase()
    const user = person === '-' ? null : (owner.get(person) ?? person)
    const home = directory.find(
      ({ person, from, to }) => person === user && from <= day && (to === '' || day <= to),
    )
    return Object.assign(
      {},
      line,
      { person, at, day, user, team: home?.team ?? null, startsSession: false },
      cost(line),
    )
  })
  const streams = Map.groupBy(facts, ({ user, tool, session }) => `${user} ${tool} ${session}`)
  return [...streams.values()].flatMap((stream) => {
    let last = -Infinity
    return stream
      .toSorted((a, b) => a.at - b.at)
      .map((fact) => {
        if (fact.user === null || fact.initiated_by === 'agent') return fact
        const startsSession = fact.at - last > GAP
        last = fact.at
        return Object.assign({}, fact, { startsSession })
      })
  })
}

/** Days of a tool that a file tells all about: from its first to its last that had ended. */
export function coverageOf({ files, zone, importedAt }: Company): ReadonlySet<string> {
  const over = localDay(Date.parse(importedAt), zone)
  const covered = files.flatMap((lines) => {
    const days = lines.map(({ time }) => localDay(Date.parse(time), zone)).toSorted()
    const span = { from: days[0] ?? over, to: days.at(-1) ?? over }
    const tools = [...new Set(lines.map(({ tool }) => tool))]
    return daysOf(span)
      .filter((day) => day < over)
      .flatMap((day) => tools.map((tool) => `${tool} ${day}`))
  })
  return new Set(covered)
}

/** Half to even, once for each day, account, tool, model and feature. */
export function micros(facts: readonly Fact[], basis: Fact['basis']): number | null {
  const priced = facts.filter((fact) => fact.basis === basis)
  if (priced.length === 0) return null
  const rows = Map.groupBy(priced, ({ day, person, tool, model, feature }) =>
    [day, person, tool, model, feature].join('|'),
  )
  return [...rows.values()].reduce((all, row) => {
    const picos = row.reduce((sum, fact) => sum + (fact.picos ?? 0n), 0n)
    const [whole, rest] = [picos / 1_000_000n, picos % 1_000_000n]
    const up = rest > 500_000n || (rest === 500_000n && whole % 2n === 1n)
    return all + Number(whole + (up ? 1n : 0n))
  }, 0)
}

export const tokensOf = (facts: readonly Fact[]) =>
  facts.reduce(
    (sum, fact) => sum + TOKENS.reduce((all, column) => all + Number(fact[column]), 0),
    0,
  )
