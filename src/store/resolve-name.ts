import { nearest } from '#core/command/nearest.ts'
import type { Unresolved } from '#ports.ts'

/** Something a filter can name. */
export type Named = { readonly id: number; readonly name: string }

/** A unit goes by its path and, where that is plain, by its own name. */
export type Unit = Named & { readonly path: string }

/** The most names suggested for one that was not found. */
export const SUGGESTIONS = 5

/**
 * What one value of a filter names: ids within the store, and what a reader sees; of what has a code
 * too, that is what is kept of a question.
 */
export type Found =
  | {
      readonly ids: readonly number[]
      readonly labels: readonly string[]
      readonly codes?: readonly string[]
    }
  | Pick<Unresolved, 'why' | 'suggestions'>

export type Match<Kind> = { readonly found: Kind } | Pick<Unresolved, 'why' | 'suggestions'>

/** Exact, else unique prefix, else unique substring; whatever the case. */
export function matchName<Kind extends Named>(value: string, all: readonly Kind[]): Match<Kind> {
  const typed = value.toLowerCase()
  const by = (test: (name: string) => boolean) => all.filter(({ name }) => test(name.toLowerCase()))
  const tiers = [
    () => by((name) => name === typed),
    () => by((name) => name.startsWith(typed)),
    () => by((name) => name.includes(typed)),
  ]
  return decide(value, tiers, {
    nameOf: ({ name }) => name,
    alike: () =>
      nearest(
        value,
        all.map(({ name }) => name),
        SUGGESTIONS,
      ),
  })
}

/**
 * Exact path, else exact name, else unique prefix of the name (of the path when the value has a
 * slash); whatever the case. Of several, the one that all others are under.
 */
export function matchUnit(value: string, all: readonly Unit[]): Match<Unit> {
  const typed = value.toLowerCase()
  const slashed = typed.includes('/')
  const by = (test: (of: Unit) => boolean) => topmost(all.filter(test))
  const tiers = [
    () => by(({ path }) => path.toLowerCase() === typed),
    () => by(({ name }) => name.toLowerCase() === typed),
    () => by(({ path, name }) => (slashed ? path : name).toLowerCase().startsWith(typed)),
  ]
  return decide(value, tiers, {
    nameOf: ({ path }) => path,
    alike: () => alikeUnits(value, all, slashed ? 'path' : 'name'),
  })
}

/** By the part that was typed; given as paths, which name one unit each. */
function alikeUnits(value: string, all: readonly Unit[], part: 'path' | 'name') {
  const named = Map.groupBy(all, (unit) => unit[part])
  return nearest(value, [...named.keys()], SUGGESTIONS)
    .flatMap((name) => named.get(name) ?? [])
    .map(({ path }) => path)
    .slice(0, SUGGESTIONS)
}

export const isUnder = (unit: Unit, above: Unit) => unit.path.startsWith(`${above.path}/`)

function topmost(units: readonly Unit[]): readonly Unit[] {
  const top = units.find((above) => units.every((unit) => unit === above || isUnder(unit, above)))
  return top ? [top] : units
}

/** The first tier that matches anything decides: the others are not looked at. */
function decide<Kind extends Named>(
  value: string,
  tiers: readonly (() => readonly Kind[])[],
  { nameOf, alike }: { nameOf: (of: Kind) => string; alike: () => readonly string[] },
): Match<Kind> {
  const matches = value === '' ? [] : firstOf(tiers)
  // Names that differ by their case alone are told apart by it.
  const exact = matches.filter((match) => nameOf(match) === value)
  const [found, ...others] = exact.length === 1 ? exact : matches
  if (found && others.length === 0) return { found }
  return found
    ? { why: 'ambiguous', suggestions: closest(value, matches.map(nameOf)) }
    : { why: 'unknown', suggestions: alike() }
}

function firstOf<Kind>(tiers: readonly (() => readonly Kind[])[]): readonly Kind[] {
  for (const tier of tiers) {
    const matches = tier()
    if (matches.length > 0) return matches
  }
  return []
}

/** All of these match; those most like the value come first. */
function closest(value: string, names: readonly string[]): readonly string[] {
  const near = nearest(value, names, SUGGESTIONS)
  return [...near, ...names.filter((name) => !near.includes(name))].slice(0, SUGGESTIONS)
}
