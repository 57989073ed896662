import { isDay, monday } from '#core/time/day.ts'

import type { Command, DigestCommand, Misread, Problem } from './command.ts'
import { nearest } from './nearest.ts'
import { scan } from './scan.ts'
import { writeFilter } from './suggest.ts'

const AS_OF = /\bas[\s_-]?of\s*[:=]?\s*(?<day>\S+)/iu
const WORD = /^\p{L}[\p{L}-]*(?![\p{L}:=])/u

/** The canonical text of a digest. */
export function formatDigest({ show, team, asOf }: DigestCommand): string {
  return [
    'digest',
    ...(show === undefined ? [] : [show]),
    ...(team === undefined ? [] : [writeFilter('team', [team])]),
    ...(asOf === undefined ? [] : [`as-of:${asOf}`]),
  ].join(' ')
}

/** What follows `digest` from `start` on: a view or `views`, one team, a day. */
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
  const teams = meanings.flatMap(({ meaning }) =>
    meaning.kind === 'filter' && meaning.key === 'team' ? meaning.values : [],
  )
  const [team] = teams
  const problems: readonly Problem[] = [
    ...(day !== undefined && !isDay(day)
      ? [problem(day, 'A digest is as of a day, written year-month-day.')]
      : []),
    ...(teams.length > 1 ? [problem(teams.join(', '), 'A digest is of one team, or of all.')] : []),
    ...meanings.flatMap(({ meaning, said }) => {
      if (meaning.kind === 'filler' || (meaning.kind === 'filter' && meaning.key === 'team'))
        return []
      return [problem(said, 'A digest takes a view, one team: and a day, nothing else.')]
    }),
  ]
  const command: DigestCommand = {
    kind: 'digest',
    ...(known !== '' && { show: known }),
    ...(team !== undefined && { team }),
    ...(day !== undefined && isDay(day) && { asOf: monday(day) }),
  }
  if (problems.length === 0) return command
  return { kind: 'misread', text, problems, suggestion: formatDigest(command) }
}

const FILLERS = new Set(['for', 'of', 'the', 'please', 'now', 'show', 'me', 'weekly'])
const isFiller = (word: string) => FILLERS.has(word.toLowerCase())

const problem = (text: string, why: string): Problem => ({ text, why, suggestions: [] })

/** The views whose names are nearest to what was typed. */
export const nearestViews = (typed: string, ids: readonly string[]): readonly string[] =>
  nearest(typed, ids, 3)
