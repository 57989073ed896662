import { type GovernanceType, GOVERNANCE_TYPES, isGovernanceType } from '#core/governance/type.ts'

import type { Problem } from './command.ts'
import { nearest } from './nearest.ts'

const TYPE =
  /(?<=^|[\s,;])(?:types?|events?)\s*[:=]\s*(?<values>[\p{L}_-]+(?:\s*,\s*[\p{L}_-]+)*)/giu
const BY_TYPE = /(?<=^|[\s,;])(?:by|per)(?:\s*[:=]\s*|\s+)types?(?=$|[\s,;])/giu

/** What a search for events says of their types, and the text without that. */
export function readTypes(text: string): {
  readonly types: readonly GovernanceType[] | undefined
  readonly byType: boolean
  readonly problems: readonly Problem[]
  readonly left: string
} {
  const named = [...text.matchAll(TYPE)].flatMap(({ groups }) =>
    (groups?.['values'] ?? '').split(',').map((value) => value.trim()),
  )
  const read = named.map((value) => ({ value, type: typeOf(value), near: nearestType(value) }))
  // The nearest type stands in for one there is not: the text is a misread, and this its correction.
  const types = [...new Set(read.flatMap(({ type, near }) => type ?? near ?? []))]
  const problems = read
    .filter(({ type }) => type === undefined)
    .map(({ value }) => unknownType(value))
  const left = text.replaceAll(BY_TYPE, ' ').replaceAll(TYPE, ' ')
  return {
    types: types.length > 0 ? types : undefined,
    byType: text.search(BY_TYPE) !== -1,
    problems,
    left,
  }
}

function typeOf(value: string): GovernanceType | undefined {
  const written = value.toLowerCase().replaceAll('-', '_')
  if (isGovernanceType(written)) return written
  return GOVERNANCE_TYPES.find((known) => `${known}s` === written)
}

const nearestType = (value: string): GovernanceType | undefined =>
  nearest(value, GOVERNANCE_TYPES, 1).find(isGovernanceType)

function unknownType(value: string): Problem {
  const why = `There is no type ${value.slice(0, 40)}. There are ${GOVERNANCE_TYPES.join(', ')}.`
  return { text: `type:${value}`, why, suggestions: [] }
}
