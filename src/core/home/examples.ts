import { actionOf } from '#core/access/action.ts'
import type { Action } from '#core/access/rules.ts'
import { EXAMPLES } from '#core/command/help.ts'
import { parse } from '#core/command/parse.ts'

/** Of the examples those that someone gets an answer to: a button that is refused is worse than none. */
export function examplesFor(held: {
  readonly may: ReadonlySet<Action>
  /** They may ask about units of their own alone, and the one an example names may be another. */
  readonly ownUnits: boolean
}): typeof EXAMPLES {
  return EXAMPLES.filter(({ command }) => {
    const read = parse(command)
    if (read.kind !== 'ask' || !held.may.has(actionOf(read))) return false
    return !(held.ownUnits && read.filters.team)
  })
}
