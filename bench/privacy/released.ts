import type { Cell } from '#core/privacy/cell.ts'
import type { Part, Uses } from '#core/privacy/uses.ts'

import type { Released } from './system.ts'

/** A part as anyone reads it: its number, and which uses are in it. */
export function releasedOf(part: Part, uses: Uses): Released {
  const { from, to, leaves, tools, otherThan, models, features } = part
  return {
    from,
    to,
    leaves: new Set(leaves),
    holds: (tool, model, feature) =>
      (tools?.includes(tool) ?? true) &&
      !(otherThan?.includes(tool) ?? false) &&
      (models?.includes(model) ?? true) &&
      (features?.includes(feature) ?? true),
    value: uses.sum(part).total,
  }
}

/** What is told; what only follows from it is the attacker's to find. */
export const told = (cells: readonly Cell[], uses: Uses): readonly Released[] =>
  cells.flatMap(({ node, part }) => (node ? [releasedOf(part, uses)] : []))
