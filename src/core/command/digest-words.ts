import { isDay, monday } from '#core/time/day.ts'

import type { Command, DigestCommand, Misread, Problem } from './command.ts'
import { nearest } from './nearest.ts'
import { scan } from './scan.ts'
import { writeFilter } from './suggest.ts'

const AS_OF = /\bas[\s_-]?of\s*[:=]?\s*(?<day>\S+)/iu
const WORD = /^\p{L}[\p{L}-]*(?![\p{L}:=])/u

/** The canonical text of a digest. */
export function formatDigest({ show, team, tool, asOf }: DigestCommand): string {
  return [
    'digest',
    ...(show === undefined ? [] : [show]),
    ...(team === undefined ? [] : [writeFilter('team', [team])]),
    ...(tool === undefined ? [] : [writeFilter('tool', [tool])]),
    ...(asOf === undefined ? [] : [`as-of:${asOf}`]),
  ].join(' ')
}

/** What follows `digest` from `start` on: a view or `views`, one team, the tool of a renewal, a day. */
export function readDigest(text: string, start: number): Command | Misread {
  const typed = text.slice(start).replace(/[\s.!?]+$/u, '')
  const { day } = AS_OF.exec(typed)?.groups ?? {}
  const rest = typed.replace(AS_OF, ' ').trim()
  const [word = ''] = WORD.exec(rest) ?? []
  const known = word === '' || !isFiller(word) ? word.toLowerCase() : ''
  const pieces = scan(rest.slice(word.length))
  const meanings = pieces.flatMap(({ meanings, start, end }) =>
    meanings.map((meaning) => ({ meaning, said: rest.slice(word.length).slice(start, end) })),
  )
  const filtered = (key: 'team' | 'tool') =>
    meanings.flatMap(({ meaning }) =>
      meaning.kind === 'filter' && meaning.key === key ? meaning.values : [],
    )
  const [teams, tools] = [filtered('team'), filtered('tool')]
  const [team] = teams
  const [tool] = tools
  const problems: readonly Problem[] = [
    ...(day !== undefined && !isDay(day)
      ? [problem(day, 'A digest is as of a day, written year-month-day.')]
      : []),
    ...(teams.length > 1 ? [problem(teams.join(', '), 'A digest is of one team, or of all.')] : []),
    ...(tools.length > 1 ? [problem(tools.join(', '), 'A renewal is of one tool.')] : []),
    ...(tool !== undefined && known !== OF_TOOL
      ? [problem(`tool:${tool}`, 'Only a renewal is of one tool: `digest renewal tool:chatgpt`.')]
      : []),
    ...meanings.flatMap(({ meaning, said }) => {
      const taken = meaning.kind === 'filter' && (meaning.key === 'team' || meaning.key === 'tool')
      if (meaning.kind === 'filler' || taken) return []
      return [problem(said, 'A digest takes a view, one team: and a day, nothing else.')]
    }),
  ]
  const command: DigestCommand = {
    kind: 'digest',
    ...(known !== '' && { show: known }),
    ...(team !== undefined && { team }),
    ...(tool !== undefined && known === OF_TOOL && { tool }),
    ...(day !== undefined && isDay(day) && { asOf: monday(day) }),
  }
  if (problems.length === 0) return command
  return { kind: 'misread', text, problems, suggestion: formatDigest(command) }
}

/** The view that tells of one tool. */
const OF_TOOL = 'renewal'
const FILLERS = new Set(['for', 'of', 'the', 'please', 'now', 'show', 'me', 'weekly'])
const isFiller = (word: string) => FILLERS.has(word.toLowerCase())

const problem = (text: string, why: string): Problem => ({ text, why, suggestions: [] })

/** The views whose names are nearest to what was typed. */
export const nearestViews = (typed: string, ids: readonly string[]): readonly string[] =>
  nearest(typed, ids, 3)
