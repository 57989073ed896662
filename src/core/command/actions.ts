import type { ActionStep } from '#core/action/action.ts'
import { isDay } from '#core/time/day.ts'

import type { ActionsCommand, Misread } from './command.ts'
import { nearest } from './nearest.ts'
import { readQuoted, writeValue } from './values.ts'

const ACTS = ['take', 'snooze', 'dismiss', 'done', 'reopen'] as const
/** Enough to say why, too little to tell a story. */
const LONGEST_REASON = 200

const FORM = /^(?<act>[a-z]+)\s+#?(?<id>\d{1,9})(?:\s+(?<rest>[\s\S]+))?$/iu

/** What follows `actions` from `start` on: nothing, a number, or what is to be done about a number. */
export function readActions(text: string, start: number): ActionsCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^list$/iu.test(said)) return { kind: 'actions', act: 'list' }
  const [, alone] = /^#?(\d{1,9})$/u.exec(said) ?? []
  if (alone !== undefined) return { kind: 'actions', act: 'show', id: Number(alone) }
  if (/^draw\b/iu.test(said)) return readDraw(text, said)
  const { act: word = '', id = '', rest = '' } = FORM.exec(said)?.groups ?? {}
  const act = ACTS.find((known) => known === word.toLowerCase())
  if (act === undefined) {
    const [near] = nearest(word, [...ACTS], 1)
    return misread(text, said, {
      why: 'An action is taken, snoozed, dismissed, done or reopened by its number, like actions take 3.',
      ...(near !== undefined && id !== '' && { suggestion: `actions ${near} ${id}` }),
    })
  }
  const step = stepOf(act, rest.trim())
  if ('why' in step) return misread(text, said, step)
  return { kind: 'actions', act: 'step', id: Number(id), step }
}

/** More are no draw but a roll-out. */
const MOST_DRAWN = 100

function readDraw(text: string, said: string): ActionsCommand | Misread {
  const words = said
    .slice('draw'.length)
    .split(/[\s,]+/u)
    .filter(Boolean)
  const ids = [...new Set(words.map((word) => Number(word.replace(/^#/u, ''))))]
  const numbers = ids.every((id) => Number.isInteger(id) && id > 0 && id < 1e9)
  if (!numbers || ids.length < 2 || ids.length > MOST_DRAWN)
    return misread(text, said, {
      why: 'It is drawn among the numbers of two actions or more: actions draw 3 5 8.',
    })
  return { kind: 'actions', act: 'draw', ids }
}

type Wrong = { readonly why: string; readonly suggestion?: string }

function stepOf(act: (typeof ACTS)[number], rest: string): ActionStep | Wrong {
  const date = rest.replace(/^(?:due|until)[:\s]+/iu, '')
  switch (act) {
    case 'take':
      if (rest === '') return { kind: 'take' }
      return isDay(date)
        ? { kind: 'take', due: date }
        : { why: 'A due date is written like actions take 3 due 2026-12-14.' }
    case 'snooze':
      return isDay(date)
        ? { kind: 'snooze', until: date }
        : { why: 'Say until when: actions snooze 3 2026-12-14.' }
    case 'dismiss': {
      const reason = (readQuoted(rest, 0)?.value ?? rest).trim()
      if (reason === '') return { why: 'Say why: actions dismiss 3 "they are on leave".' }
      if (reason.length > LONGEST_REASON)
        return { why: `A reason has at most ${LONGEST_REASON} characters.` }
      return { kind: 'dismiss', reason }
    }
    case 'done':
    case 'reopen':
      return rest === '' ? { kind: act } : { why: `Nothing follows the number: actions ${act} 3.` }
  }
}

function misread(text: string, part: string, { why, suggestion }: Wrong): Misread {
  const problems = [{ text: part, why, suggestions: [] }]
  return { kind: 'misread', text, problems, suggestion: suggestion ?? 'actions' }
}

/** The canonical text of it. */
export function formatActions(command: ActionsCommand): string {
  switch (command.act) {
    case 'list':
      return 'actions'
    case 'show':
      return `actions ${command.id}`
    case 'draw':
      return `actions draw ${command.ids.join(' ')}`
    case 'step':
      return ['actions', command.step.kind, command.id, ...restOf(command.step)].join(' ')
  }
}

function restOf(step: ActionStep): readonly string[] {
  switch (step.kind) {
    case 'take':
      return step.due === undefined ? [] : ['due', step.due]
    case 'snooze':
      return [step.until]
    case 'dismiss':
      return [writeValue(step.reason)]
    case 'done':
    case 'reopen':
      return []
  }
}
