import { BUNDLE_KEYS, bundled, isBundle } from './bundles.ts'
import type { Misread } from './command.ts'
import { format } from './format.ts'
import { DIMENSION_NAMES, DIMENSIONS, METRICS, spellings } from './grammar.ts'
import { nearest } from './nearest.ts'
import { correct, parse } from './parse.ts'
import { sectionOf } from './section.ts'
import { SECTIONS } from './sections.ts'

const MOST_NEAR = 2
/** Fewer letters are in many words. */
const SHORTEST = 4

/** Commands of one word that change nothing. */
const ALONE = [
  'accuracy',
  'actions',
  'alerts',
  'audit',
  'baseline',
  'contract',
  'digest',
  'explain',
  'governance',
  'help',
  'me',
  'metrics',
  'notes',
  'privacy',
  'saved',
  'signals',
  'status',
  'subscriptions',
] as const

/** Words that ask something by themselves, and the command of each. */
const WORDS: ReadonlyMap<string, string> = new Map<string, string>([
  ...Object.entries(METRICS).flatMap(([name, word]) =>
    spellings(name, word).map((said): [string, string] => [said, `${name} 30d`]),
  ),
  ...DIMENSION_NAMES.flatMap((name) =>
    spellings(name, DIMENSIONS[name]).map((said): [string, string] => [said, `by:${name} 30d`]),
  ),
  ...[...ALONE, ...BUNDLE_KEYS].map((word): [string, string] => [word, word]),
])

/** What to offer where nothing is near enough to be meant. */
type Instead = {
  /** All that was said but for what was not understood, then commands of words like it. */
  readonly commands: readonly string[]
  /** One that can be typed. */
  readonly example: string
}

export function instead({ text, problems }: Misread): Instead {
  const section = sectionOf(text)
  // Much that other commands do changes something: that is typed, not offered.
  if (section && !isBundle(section.key))
    return { commands: [], example: SECTIONS[section.key].examples[0] ?? section.key }
  const near = problems.flatMap((problem) => like(problem.text)).slice(0, MOST_NEAR)
  return {
    commands: [...new Set([rest(text) ?? [], near].flat())],
    example: 'team:eng 30d',
  }
}

/** The question that is left, by its section's word where it has one: its numbers are many. */
function rest(text: string): string | undefined {
  const left = correct(text, [])
  const section = sectionOf(text)
  if (left === undefined || !section || !isBundle(section.key)) return left
  const asked = parse(left)
  if (asked.kind !== 'ask') return left
  const { metrics: _, by, also: _also, ...others } = asked
  const plain = format(others)
  const split = bundled(section.key, others).by === by ? [] : by ? [`by:${by}`] : []
  const worded = [section.key, ...split, plain].join(' ')
  const again = parse(worded)
  return again.kind !== 'misread' && format(again) === left ? worded : left
}

/** Words that begin alike or hold one another; what is a slip of one was understood before. */
function like(typed: string): readonly string[] {
  const word = typed
    .replace(/[:=].*$/su, '')
    .trim()
    .toLowerCase()
  if (word.length < SHORTEST) return []
  const alike = [...WORDS.keys()].filter(
    (known) =>
      known.length >= SHORTEST &&
      (known.includes(word) ||
        word.includes(known) ||
        known.slice(0, SHORTEST) === word.slice(0, SHORTEST)),
  )
  const commands = nearest(word, alike, alike.length).flatMap((near) => WORDS.get(near) ?? [])
  return [...new Set(commands)].slice(0, MOST_NEAR)
}
