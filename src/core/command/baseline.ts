import { LONGEST_NOTE, noteText } from '#core/note/note.ts'

import type { BaselineCommand, Misread } from './command.ts'
import { read } from './draft.ts'
import { writeFilter } from './suggest.ts'
import { inQuotes, readQuoted } from './values.ts'

const HOW =
  'A baseline is pinned like baseline pin 2026-06-01..2026-08-31 team:eng "before Copilot".'

/** What follows `baseline` from `start` on: nothing, days to pin with their words, or one to unpin. */
export function readBaseline(text: string, start: number): BaselineCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^list$/iu.test(said)) return { kind: 'baseline', act: 'list' }
  const [, gone] = /^(?:unpin|remove|delete)\s+#?(\d{1,9})$/iu.exec(said) ?? []
  if (gone !== undefined) return { kind: 'baseline', act: 'unpin', id: Number(gone) }
  const [, what] = /^pin\s+([\s\S]+)$/iu.exec(said) ?? []
  if (what === undefined) return misread(text, said, HOW)
  const words = /(?<=\s)["“„'‘]/u.exec(what)
  const quoted = words && readQuoted(what, words.index)
  if (!words || !quoted || what.slice(quoted.end).trim() !== '')
    return misread(text, said, `Say in quotes what it was before. ${HOW}`)
  const says = noteText(quoted.value)
  if (says === '' || says.length > LONGEST_NOTE)
    return misread(
      text,
      quoted.value.slice(0, 20),
      `Its words have 1 to ${LONGEST_NOTE} characters.`,
    )
  const { period, filters, problems, ...rest } = read(what.slice(0, words.index))
  const [problem] = problems
  if (problem) return misread(text, problem.text, problem.why)
  const { team = [], ...others } = filters
  if (period?.kind !== 'range') return misread(text, said, `Name its days, from..to. ${HOW}`)
  if (team.length > 1 || Object.keys(others).length > 0 || Object.keys(rest).length > 0)
    return misread(text, said, `A baseline is of everyone, or of one team. ${HOW}`)
  const { from, to } = period
  const [unit] = team
  return { kind: 'baseline', act: 'pin', from, to, says, ...(unit !== undefined && { team: unit }) }
}

const misread = (text: string, part: string, why: string): Misread => ({
  kind: 'misread',
  text,
  problems: [{ text: part, why, suggestions: [] }],
  suggestion: 'baseline',
})

/** The canonical text of it. */
export function formatBaseline(command: BaselineCommand): string {
  switch (command.act) {
    case 'list':
      return 'baseline'
    case 'pin': {
      const { from, to, team, says } = command
      const of = team === undefined ? [] : [writeFilter('team', [team])]
      return ['baseline pin', `${from}..${to}`, ...of, inQuotes(says)].join(' ')
    }
    case 'unpin':
      return `baseline unpin ${command.id}`
  }
}
