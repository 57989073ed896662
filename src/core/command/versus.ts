import type { Versus } from './command.ts'
import { compareProblem } from './compare.ts'
import { OPTIONS, spellings } from './grammar.ts'
import { type Meaning, type Piece, problem, type Reader } from './meaning.ts'
import { END, match, OPERATOR, PERIOD_FORMS, sticky, WORD, words } from './patterns.ts'
import { readPeriod } from './read.ts'
import { readQuoted } from './values.ts'

const BEGINS = sticky(`${words(spellings('vs', OPTIONS.vs))}(?:(${OPERATOR})|\\.?(?=\\s))\\s*`)
const EARLIER = String.raw`(?:(?:the\s+)?same\s+(?:days|period|time)\s+)?(?:last|the\s+last|previous)[\s_-]+`
const YEAR = sticky(String.raw`(?:${EARLIER}year|a\s+year\s+(?:ago|before|earlier))${END}`)
const MONTH = sticky(String.raw`(?:${EARLIER}month|a\s+month\s+(?:ago|before|earlier))${END}`)

const BASELINE = sticky(String.raw`(?:the\s+)?(?:pinned\s+)?baseline${END}`)

const COMPARE = sticky(String.raw`compare\s+`)
const JOINED = sticky(String.raw`\s+(?:with|to|and|against)\s+`)

const WHY = 'Compare with last year, last month, the baseline or days from..to.'
const SUGGESTIONS = ['vs:last year', 'vs:last month'] as const

/** `vs:last year`, `compared with 2026-08-01..2026-08-31`. */
export const readVersus: Reader = (text, start) => {
  const begun = match(BEGINS, text, start)
  if (!begun) return undefined
  const both = readBoth(text, start)
  if (both) return both
  const [operator = ''] = begun.groups
  const found = read(text, start, begun.end)
  if (found) return { start, end: found.end, meanings: [found.meaning] }
  // Without its colon the word may mean something else.
  const sure = operator !== '' || /^(?:vs|versus|compared)/iu.test(begun.text)
  return sure ? unread(text, start, begun.end) : undefined
}

/** `compare 2026-07 with 2026-06`: the first is asked about. */
const readBoth: Reader = (text, start) => {
  const begun = match(COMPARE, text, start)
  const asked = begun && readPeriod(text, begun.end)
  const joined = asked && match(JOINED, text, asked.end)
  const other = joined && read(text, start, joined.end)
  return other && { start, end: other.end, meanings: [...asked.meanings, other.meaning] }
}

function read(
  text: string,
  start: number,
  at: number,
): { readonly end: number; readonly meaning: Meaning } | undefined {
  const [year, month] = [match(YEAR, text, at), match(MONTH, text, at)]
  if (year) return { end: year.end, meaning: { kind: 'vs', vs: { kind: 'last-year' } } }
  if (month) return { end: month.end, meaning: { kind: 'vs', vs: { kind: 'last-month' } } }
  const pinned = match(BASELINE, text, at)
  if (pinned) return { end: pinned.end, meaning: { kind: 'vs', vs: { kind: 'baseline' } } }
  for (const { pattern, read } of PERIOD_FORMS) {
    const found = match(pattern, text, at)
    if (!found) continue
    const spec = read(found.groups, found.text)
    if ('kind' in spec && spec.kind === 'range')
      return { end: found.end, meaning: { kind: 'vs', vs: spec } }
    const whole = text.slice(start, found.end)
    // A day that does not exist has its nearest; other periods are none to compare with.
    const near = 'kind' in spec ? [] : spec.suggestions.filter((it) => it.includes('-'))
    const meaning =
      near.length > 0 && !('kind' in spec)
        ? problem(
            whole,
            spec.why,
            near.map((it) => `vs:${it}`),
          )
        : problem(whole, WHY, SUGGESTIONS)
    return { end: found.end, meaning }
  }
  return undefined
}

function unread(text: string, start: number, at: number): Piece {
  const quoted = readQuoted(text, at)
  const end = quoted?.end ?? match(WORD, text, at)?.end ?? at
  const typed = text.slice(start, end)
  const name = quoted?.value ?? text.slice(at, end)
  const meaning = name === '' ? problem(typed, WHY, SUGGESTIONS) : compareProblem(typed, name)
  return { start, end, meanings: [meaning] }
}

/** `last year`, `2026-08-01..2026-08-31` */
export function formatVersus(vs: Versus): string {
  switch (vs.kind) {
    case 'last-year':
      return 'vs:last year'
    case 'last-month':
      return 'vs:last month'
    case 'baseline':
      return 'vs:baseline'
    case 'range':
      return vs.from === vs.to ? `vs:${vs.from}` : `vs:${vs.from}..${vs.to}`
  }
}
