import type { Ask, Command, Misread, Why } from './command.ts'
import { readDigest } from './digest-words.ts'
import { format } from './format.ts'

/** A digest by its own words: `explain digest as-of:2026-11-23`. */
const DIGEST = /^(\s*)digest(?=$|\s)/iu
const REF = /^#?(?<ref>[a-z0-9]{4,12})$/iu

/** What follows `explain` from `start` on: nothing, or what an answer is called by. */
export function readExplain(text: string, start: number): Command | Misread {
  const typed = text
    .slice(start)
    .replace(/[\s.!?]+$/u, '')
    .trim()
  if (typed === '' || /^(?:that|this|it|last)$/iu.test(typed)) return { kind: 'explain' }
  const [, before = ''] = DIGEST.exec(text.slice(start)) ?? []
  if (DIGEST.test(typed)) {
    const digest = readDigest(text, start + before.length + 'digest'.length)
    return digest.kind === 'digest' ? { kind: 'explain', digest } : digest
  }
  const { ref } = REF.exec(typed)?.groups ?? {}
  if (ref !== undefined) return { kind: 'explain', ref: ref.toLowerCase() }
  const why = 'An answer is named by the id in its small print, like explain b7f3.'
  const problem = { text: typed, why, suggestions: ['explain'] }
  return { kind: 'misread', text, problems: [problem], suggestion: 'explain' }
}

const ABOUT =
  /^(?:(?:did|has|have|is|are|was|were|the|our|spend(?:ing)?|costs?|ris(?:e|en)|rose|fall(?:en)?|fell|chang(?:e|ed)|grow(?:n)?|grew|go(?:ne)?|went|up|down|more|less|so|much)\b[\s,]*)+/iu

/** What follows `why` from `start` on: filters and a period. A split or another number is none of it. */
export function readWhy(
  text: string,
  start: number,
  parse: (text: string) => Command | Misread,
): Why | Misread {
  const asked = text
    .slice(start)
    .replace(/[\s?!.]+$/u, '')
    .replace(ABOUT, '')
  const read = parse(asked === '' ? '30d' : asked)
  if (read.kind === 'ask') return whyOf(read, text)
  if (read.kind === 'misread') {
    const { suggestion } = read
    const mended = suggestion === undefined ? undefined : parse(suggestion)
    return {
      ...read,
      ...(mended?.kind === 'ask' && { suggestion: format(plain(mended)) }),
    }
  }
  const why = 'A change of spend is taken apart for filters and a period, like why team:eng 30d.'
  const problem = { text: asked, why, suggestions: [] }
  return { kind: 'misread', text, problems: [problem], suggestion: 'why 30d' }
}

const plain = ({ filters, period }: Pick<Ask, 'filters' | 'period'>): Why => ({
  kind: 'why',
  filters,
  period,
})

function whyOf(ask: Ask, text: string): Why | Misread {
  const { kind: _, filters, period, metrics = ['spend'], ...others } = ask
  const more = Object.keys(others)
  if (more.length === 0 && metrics.every((metric) => metric === 'spend')) return plain(ask)
  const why = 'Only a change of spend is taken apart, as a whole.'
  const problem = { text: text.trim(), why, suggestions: [] }
  return {
    kind: 'misread',
    text,
    problems: [problem],
    suggestion: format(plain({ filters, period })),
  }
}
