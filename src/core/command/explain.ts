import type { Command, Misread } from './command.ts'

const REF = /^#?(?<ref>[a-z0-9]{4,12})$/iu

/** What follows `explain` from `start` on: nothing, or what an answer is called by. */
export function readExplain(text: string, start: number): Command | Misread {
  const typed = text
    .slice(start)
    .replace(/[\s.!?]+$/u, '')
    .trim()
  if (typed === '' || /^(?:that|this|it|last)$/iu.test(typed)) return { kind: 'explain' }
  const { ref } = REF.exec(typed)?.groups ?? {}
  if (ref !== undefined) return { kind: 'explain', ref: ref.toLowerCase() }
  const why = 'An answer is named by the id in its small print, like explain b7f3.'
  const problem = { text: typed, why, suggestions: ['explain'] }
  return { kind: 'misread', text, problems: [problem], suggestion: 'explain' }
}
