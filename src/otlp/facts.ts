import type { Attributes } from './forms.ts'
import { type Meaning, SPELLINGS } from './kept.ts'
import type { Signal } from './read.ts'

/** What is said under any spelling of a meaning: on the signal itself, else on its resource. */
export function said(
  { attributes, resource }: Pick<Signal, 'attributes' | 'resource'>,
  meaning: Meaning,
): string | number | boolean | undefined {
  return under(attributes, meaning) ?? under(resource, meaning)
}

function under(attributes: Attributes, meaning: Meaning): string | number | boolean | undefined {
  for (const name of SPELLINGS[meaning]) {
    const value = attributes.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

type Reading = Pick<Signal, 'attributes' | 'resource'>

const MOST_LETTERS = 256

/** Null where it is not said, is blank, or is far too long for a name. */
export function text(signal: Reading, meaning: Meaning): string | null {
  const value = said(signal, meaning)
  const written = typeof value === 'number' ? String(value) : value
  if (typeof written !== 'string') return null
  const trimmed = written.trim()
  return trimmed === '' || trimmed.length > MOST_LETTERS ? null : trimmed
}

const MOST_COUNT = 1e12

/** A whole count from 0; some builds write numbers as text. Null where it is not said or makes no sense. */
export function count(signal: Reading, meaning: Meaning): number | null {
  const value = said(signal, meaning)
  const number = typeof value === 'string' && /^\d{1,13}$/.test(value) ? Number(value) : value
  return typeof number === 'number' &&
    Number.isInteger(number) &&
    number >= 0 &&
    number <= MOST_COUNT
    ? number
    : null
}

/** The product, as the rest of the store names it. */
const PRODUCTS: readonly (readonly [RegExp, string])[] = [
  [/^claude[-_. ]?code/i, 'claude-code'],
  [/^codex/i, 'codex'],
  [/copilot/i, 'github-copilot'],
  [/^gemini[-_. ]?cli/i, 'gemini-cli'],
]
const SLUG = /^[\p{L}\p{N}][\p{L}\p{N}._+-]{0,63}$/u

/** Known products by their name; any other service is its own tool; a nameless one is `otlp`. */
export function toolOf(signal: Reading): string {
  const service = text(signal, 'service')
  if (service === null) return 'otlp'
  const known = PRODUCTS.find(([pattern]) => pattern.test(service))
  if (known) return known[1]
  const slug = service.toLowerCase().replace(/\s+/g, '-')
  return SLUG.test(slug) && !slug.startsWith('unknown_service') ? slug : 'otlp'
}
