import type { UnitWeeks } from '#core/digest/facts.ts'

import { type CompanyWeeks, followed, type SpendKnown, wholeOf } from './digest-facts.ts'
import { factsOfTeams, type OwnFacts, ownFacts } from './digest-more.ts'

/** What is read for a team's digest beside what is of its company. */
export type TeamFacts = OwnFacts & { readonly whole: UnitWeeks; readonly spend: SpendKnown }

/** A team's weeks, as those of its company. */
export async function teamFacts(found: CompanyWeeks, team: string): Promise<TeamFacts> {
  const { asked, compared } = found
  const filters = { team: [team] }
  const [find, own] = await Promise.all([
    followed(asked, compared, { filters }),
    ownFacts(asked, { ...filters, tool: compared.messages }),
  ])
  const { company: whole, spend } = wholeOf(found, find, team)
  return { whole, spend, ...own }
}

/** So many teams are read at a time: few enough that a question meanwhile hardly waits. */
const TOGETHER = 25

type Leaves = {
  readonly paths: readonly string[]
  readonly units: ReadonlyMap<string | null, UnitWeeks>
  readonly read: Map<number, Promise<ReadonlyMap<string, OwnFacts>>>
}

/**
 * As `teamFacts`, for whoever composes many of one company: teams without teams below them are read
 * together, and kept as long as what is of their company.
 */
export function teamsTogether(): typeof teamFacts {
  const known = new WeakMap<CompanyWeeks, Leaves>()
  return async (found, team) => {
    const leaves = known.get(found) ?? leavesOf(found)
    known.set(found, leaves)
    const { paths, units, read } = leaves
    const at = paths.indexOf(team)
    const whole = units.get(team)
    if (at === -1 || whole === undefined) return teamFacts(found, team)
    const part = Math.floor(at / TOGETHER)
    const { asked, compared, spendOf } = found
    const filters = {
      tool: compared.messages,
      team: paths.slice(part * TOGETHER, (part + 1) * TOGETHER),
    }
    const reading = read.get(part) ?? factsOfTeams(asked, filters)
    read.set(part, reading)
    // What could not be read is read again.
    reading.catch(() => read.delete(part))
    const own = (await reading).get(team) ?? { models: [], prompts: null }
    const spend = spendOf.get(team) ?? { unpricedShare: null, basis: null }
    return { whole, spend, ...own }
  }
}

/** What such a unit did is what it did by itself. */
function leavesOf({ units, sizes }: CompanyWeeks): Leaves {
  const all = new Set([...units.flatMap(({ path }) => path ?? []), ...sizes.keys()])
  const above = new Set([...all].flatMap(parents))
  return {
    paths: units.flatMap(({ path }) => (path === null || above.has(path) ? [] : [path])).toSorted(),
    units: new Map(units.map((unit) => [unit.path, unit])),
    read: new Map(),
  }
}

const parents = (path: string): readonly string[] =>
  path
    .split('/')
    .slice(0, -1)
    .map((_, n, parts) => parts.slice(0, n + 1).join('/'))
