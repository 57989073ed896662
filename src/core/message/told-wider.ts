import { format } from '#core/command/format.ts'

import { type Answered, primary } from './answered.ts'

/** The number that no tool in scope tells, if that is why it is not known. */
export function toldByNone(answered: Answered) {
  const none = primary(answered)
  if (none?.now !== null || none.coverage.tools.length > 0 || none.coverage.cannot.length === 0)
    return undefined
  return none
}

/** The question without what narrows it to tools that do not tell the number; undefined where nothing does. */
export function toldWider(answered: Answered): string | undefined {
  if (toldByNone(answered) === undefined) return undefined
  const { ask } = answered
  const { tool, model, feature, asset, ...filters } = ask.filters
  const narrowed = [tool, model, feature, asset].some((values) => values !== undefined)
  return narrowed ? format({ ...ask, filters }) : undefined
}
