import { addDays, addMonths, type Day, isDay } from '#core/time/day.ts'
import { LONGEST_DAYS } from '#core/time/resolve.ts'

import type { PeriodSpec, Problem } from './command.ts'

const MOST_DAYS = LONGEST_DAYS
const MOST_WEEKS = 104
/** What people do with AI and how their work goes needs a quarter to tell. */
export const SIGNAL_WEEKS: PeriodSpec = { kind: 'weeks', count: 14 }

export const DEFAULT_PERIOD: PeriodSpec = { kind: 'days', count: 30 }

export type PeriodForm = {
  /** For help: `30d`. */
  readonly form: string
  readonly examples: readonly string[]
  readonly doc: string
  /** Tried in order at the start of what is left of the text. */
  readonly pattern: string
  readonly read: (groups: readonly string[], text: string) => PeriodSpec | Problem
}

const LAST = String.raw`(?:last|past|previous)`
/** A day or a whole month: `2026-07-01`, `2026-7-1`, `2026/07/01`, `2026-07`. */
const DATE = String.raw`(\d{4}[-/]\d{1,2}(?:[-/]\d{1,2})?)`
const TO = String.raw`(?:\s*(?:\.{2,3}|…|–|—)\s*|\s+(?:to|until|till|through|and|-)\s+)`

function problem(text: string, why: string, ...suggestions: string[]): Problem {
  return { text, why, suggestions }
}

/** The periods there are, as help lists them and the parser reads them. */
export const PERIODS: readonly PeriodForm[] = [
  {
    form: 'Nd',
    examples: ['7d', '30d', '90d'],
    doc: 'Complete days, ending yesterday',
    pattern: String.raw`(?:(?:${LAST}|this)\s+)?(\d+)\s*(?:d|days?)`,
    read: ([count], text) => counted(text, { kind: 'days', count: Number(count) }),
  },
  {
    form: 'Nw',
    examples: ['1w', '14w'],
    doc: 'Complete weeks, Monday to Sunday',
    pattern: String.raw`(?:(?:${LAST}|this)\s+)?(\d+)\s*(?:w|wks?|weeks?)`,
    read: ([count], text) => counted(text, { kind: 'weeks', count: Number(count) }),
  },
  {
    form: 'from..to',
    examples: ['2026-07-01..2026-09-30', '2026-07-01', '2026-07'],
    doc: 'These days, both ends included; one day; a whole month',
    pattern: String.raw`(?:between\s+)?${DATE}(?:${TO}${DATE})?`,
    read: ([from, to], text) => range(text, from ?? '', to || from || ''),
  },
  {
    form: 'last month',
    examples: ['last month'],
    doc: 'The calendar month before this one',
    pattern: String.raw`${LAST}[\s_-]+month`,
    read: () => ({ kind: 'last-month' }),
  },
  {
    form: 'last week',
    examples: ['last week'],
    doc: 'The same as 1w',
    pattern: String.raw`${LAST}[\s_-]+(?:week|wk)`,
    read: () => ({ kind: 'weeks', count: 1 }),
  },
  {
    form: 'yesterday',
    examples: ['yesterday'],
    doc: 'The same as 1d',
    pattern: 'yesterday',
    read: () => ({ kind: 'days', count: 1 }),
  },
  {
    form: 'today',
    examples: ['today'],
    doc: 'Today so far',
    pattern: 'today',
    read: () => ({ kind: 'today' }),
  },
]

const WRITE_IT = 'Write a period as 30d, as 14w or as 2026-07-01..2026-09-30.'
const MONTHS =
  'january|february|march|april|may|june|july|august|september|october|november|december'

/** Periods people type that we do not have, and the nearest that we do. */
export const NOT_PERIODS: readonly Pick<PeriodForm, 'pattern' | 'read'>[] = [
  instead(String.raw`(?:${LAST}\s+)?(\d+)\s*(?:m|mo|mths?|months?)`, 30),
  instead(String.raw`(?:${LAST}\s+)?(\d+)\s*(?:q|quarters?)`, 90),
  instead(String.raw`(?:${LAST}\s+)?(\d+)\s*(?:y|yrs?|years?)`, 365),
  instead(String.raw`(?:(?:this|current)\s+)?()week`, 7),
  instead(String.raw`(?:(?:this|current)\s+)?()month`, 30),
  instead(String.raw`(?:(?:${LAST}|this|current)\s+)?()quarter`, 90),
  instead(String.raw`(?:(?:${LAST}|this|current)\s+)?()year`, 365),
  instead(String.raw`(\d{1,6})(?:d[a-z]*)?`, 1),
  {
    pattern: String.raw`(\d{1,6})w[a-z]*`,
    read: ([count], text) => problem(text, WRITE_IT, nearestCount('weeks', Number(count))),
  },
  {
    // Which year, or which last day, only the reader knows.
    pattern: String.raw`(?:${MONTHS}|q[1-4])(?:\s+\d{4})?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|since\s+${DATE}`,
    read: (_, text) => problem(text, WRITE_IT),
  },
]

/** `30d`, `14w`, `2026-07-01..2026-09-30`, `last month`, `today`. */
export function formatPeriod(spec: PeriodSpec): string {
  switch (spec.kind) {
    case 'days':
      return `${spec.count}d`
    case 'weeks':
      return `${spec.count}w`
    case 'range':
      return spec.from === spec.to ? spec.from : `${spec.from}..${spec.to}`
    case 'last-month':
      return 'last month'
    case 'today':
      return 'today'
  }
}

function nearestCount(kind: 'days' | 'weeks', count: number): string {
  const most = kind === 'days' ? MOST_DAYS : MOST_WEEKS
  return `${Math.min(Math.max(count, 1), most)}${kind === 'days' ? 'd' : 'w'}`
}

function counted(
  text: string,
  spec: Extract<PeriodSpec, { kind: 'days' | 'weeks' }>,
): PeriodSpec | Problem {
  const most = spec.kind === 'days' ? MOST_DAYS : MOST_WEEKS
  if (spec.count >= 1 && spec.count <= most) return spec
  const why = `A period has 1 to ${most} ${spec.kind}.`
  return problem(text, why, nearestCount(spec.kind, spec.count))
}

/** So many days for each of what `pattern` counts in its first group; one where it counts none. */
function instead(pattern: string, each: number): Pick<PeriodForm, 'pattern' | 'read'> {
  return {
    pattern,
    read: ([count], text) => {
      const days = Number(count === '' ? 1 : count) * each
      return problem(text, WRITE_IT, nearestCount('days', days))
    },
  }
}

function range(text: string, from: string, to: string): PeriodSpec | Problem {
  const first = dates(from)
  const last = dates(to)
  if (first.real && last.real) return { kind: 'range', from: first.from, to: last.to }
  const wrong = first.real ? to : from
  const why = `${wrong} is not in the calendar.`
  return problem(text, why, formatPeriod({ kind: 'range', from: first.from, to: last.to }))
}

/** The days a date or a month stands for, or the nearest that exist. */
function dates(written: string): { readonly real: boolean; readonly from: Day; readonly to: Day } {
  const [year = '', month = '', date] = written.split(/[-/]/)
  const inYear = Math.min(Math.max(Number(month), 1), 12)
  const first = `${year}-${String(inYear).padStart(2, '0')}-01` as Day
  const last = addDays(addMonths(first, 1), -1)
  const monthIsReal = inYear === Number(month)
  if (date === undefined) return { real: monthIsReal, from: first, to: last }
  const exact = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  if (isDay(exact)) return { real: true, from: exact, to: exact }
  const near = Number(date) < 1 ? first : last
  return { real: false, from: near, to: near }
}
