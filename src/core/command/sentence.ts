import type { Misread } from './command.ts'
import { parse } from './parse.ts'

const SAID: readonly (readonly [RegExp, string])[] = [
  [/\b(?:spent|paid|pay)\b/giu, 'spend'],
  [/\b(?:wrote|write|sent|send)\b/giu, 'messages'],
  [
    /\bwho (?:uses|used|is using)(?: (?:ai|it|them))?(?: the)? most(?: of)?\b/giu,
    'by:user top:10 messages',
  ],
  [/\b(?:which|what) (?:teams?|units?)\b/giu, 'by:team'],
  [/\b(?:which|what) departments?\b/giu, 'by:department'],
  [/\b(?:which|what) (?:models?|llms?)\b/giu, 'by:model'],
  [/\b(?:which|what) (?:tools?|products?)\b/giu, 'by:tool'],
  [/\bwho used\b/giu, 'people'],
  [
    /(?<!:)\b(?:have|has|had|been|tell|can|could|you|get|i|we|want|need|see|know|to|about|many|there|their|they|all|us|it|department|team|using|used|use|uses|do|does|most)\b/giu,
    ' ',
  ],
]

/** A text that is no command, with what people say around one taken out; undefined when it has filters. */
export function plainly(text: string): string | undefined {
  if (/[:=："“”]/u.test(text)) return undefined
  const said = SAID.reduce((rest, [pattern, word]) => rest.replaceAll(pattern, word), text)
  return said.replaceAll(/\s+/gu, ' ').trim()
}

/** A name that stands alone in a text, and the filters it may be. */
export type Riddle = { readonly name: string; readonly filters: readonly string[] }

const KEYS = ['team', 'tool', 'model'] as const

/** The names in a misread text, where they are all that was not understood. */
export function riddles({ problems }: Misread): readonly Riddle[] | undefined {
  const found = problems.flatMap(({ text, suggestions }) => {
    const filters = KEYS.map((key) => suggestions.find((one) => one.startsWith(`${key}:`)))
    return filters.every((one) => one !== undefined) ? [{ name: text, filters }] : []
  })
  return found.length === problems.length && found.length > 0 ? found : undefined
}

/** Which key a filter such as `team:eng` is of, with its values. */
export function filterOf(filter: string) {
  const command = parse(filter)
  return command.kind === 'ask' ? command.filters : undefined
}

/** Whether a name that was found is the one that was said: a word of it begins so. */
export function isSaid(name: string, label: string): boolean {
  const said = name.toLowerCase()
  const words = label.toLowerCase().split(/[\s/_-]+/u)
  return said.length >= 3 && (label.toLowerCase().startsWith(said) || words.includes(said))
}
