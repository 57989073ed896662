import { isZone } from '#core/time/local.ts'

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const

/** How often, at which minute of the wall clock of `zone`. `day` of a week: 1 is Monday. */
export type Cadence = { readonly hour: number; readonly minute: number; readonly zone: string } & (
  | { readonly every: 'day' }
  /** Monday to Friday. */
  | { readonly every: 'weekday' }
  | { readonly every: 'week'; readonly day: number }
  | { readonly every: 'month'; readonly day: number | 'last' }
)

/** A part of the words that says no time there is, and what would. */
export type CadenceProblem = {
  readonly text: string
  readonly why: string
  readonly suggestion: string
}

const TIME = /^(?:(\d{1,2}):(\d{2})|(\d{1,2})\s*(am|pm))$/i
const FORM = /^(daily|weekdays?|weekly|monthly)(?:\s+(?:on\s+)?(?:the\s+)?(.*))?$/i

type Rest = { readonly text: string; readonly words: readonly string[]; readonly zone: string }

/** Whether these letters could be a zone, where a time may stand too. */
export const looksLikeZone = (text: string): boolean => /^[a-z_]+\/[a-z_/+-]+$|^utc$/iu.test(text)

/**
 * `weekly monday 09:00 Europe/Berlin`, `daily 8am`, `weekdays 08:30`, `monthly 1 09:00`, `monthly last 17:00`: the time is
 * 09:00 and the zone `home` where they are left out.
 */
export function readCadence(text: string, home: string): Cadence | CadenceProblem {
  const [, kind = '', tail = ''] = FORM.exec(text.trim()) ?? []
  if (kind === '')
    return {
      text: text.trim() || 'nothing',
      why: 'Say how often: daily, weekdays, weekly or monthly.',
      suggestion: 'weekly monday 09:00',
    }
  const words = tail
    .replaceAll(/(?<=^|\s)at(?=\s)/giu, ' ')
    .split(/[\s,]+/u)
    .filter((word) => word !== '')
  const named = words.at(-1) ?? ''
  const hasZone = looksLikeZone(named)
  if (hasZone && !isZone(named))
    return { text: named, why: `There is no time zone ${named}.`, suggestion: 'Europe/Berlin' }
  const rest = { text, words: hasZone ? words.slice(0, -1) : words, zone: hasZone ? named : home }
  switch (kind.toLowerCase()) {
    case 'daily':
      return timed(rest, { every: 'day' }, rest.words)
    case 'weekday':
    case 'weekdays':
      return timed(rest, { every: 'weekday' }, rest.words)
    case 'weekly':
      return weekly(rest)
    default:
      return monthly(rest)
  }
}

/** As `readCadence` reads it back, zone and all. */
export function formatCadence(cadence: Cadence): string {
  const { hour, minute, zone } = cadence
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  switch (cadence.every) {
    case 'day':
      return `daily ${time} ${zone}`
    case 'weekday':
      return `weekdays ${time} ${zone}`
    case 'week':
      return `weekly ${WEEKDAYS[cadence.day - 1]} ${time} ${zone}`
    case 'month':
      return `monthly ${cadence.day} ${time} ${zone}`
  }
}

function weekly(rest: Rest): Cadence | CadenceProblem {
  const [first = '', ...more] = rest.words
  const typed = first.toLowerCase().replace(/s$/u, '')
  const index = typed.length < 2 ? -1 : WEEKDAYS.findIndex((name) => name.startsWith(typed))
  if (index >= 0) return timed(rest, { every: 'week', day: index + 1 }, more)
  if (first === '' || TIME.test(first)) return timed(rest, { every: 'week', day: 1 }, rest.words)
  return {
    text: first,
    why: 'A week has the days Monday to Sunday.',
    suggestion: 'weekly monday 09:00',
  }
}

function monthly(rest: Rest): Cadence | CadenceProblem {
  const [first = '', ...more] = rest.words
  if (/^last$/iu.test(first)) {
    const after = /^day$/iu.test(more[0] ?? '') ? more.slice(1) : more
    return timed(rest, { every: 'month', day: 'last' }, after)
  }
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/iu.exec(first) ?? []
  if (digits === undefined && (first === '' || TIME.test(first)))
    return timed(rest, { every: 'month', day: 1 }, rest.words)
  const day = Number(digits)
  if (day >= 1 && day <= 28) return timed(rest, { every: 'month', day }, more)
  return {
    text: first,
    why:
      day >= 29 && day <= 31
        ? `There is no ${day} February: the last day of each month is \`monthly last\`.`
        : 'A month is told by its day, 1 to 28, or `last`.',
    suggestion: day >= 29 && day <= 31 ? 'monthly last 09:00' : 'monthly 1 09:00',
  }
}

type Days =
  | { readonly every: 'day' | 'weekday' }
  | { readonly every: 'week'; readonly day: number }
  | { readonly every: 'month'; readonly day: number | 'last' }

function timed({ zone }: Rest, days: Days, words: readonly string[]): Cadence | CadenceProblem {
  const typed = words.join(' ')
  if (typed === '') return { ...days, hour: 9, minute: 0, zone }
  const [, hours, minutes, twelve, half = ''] = TIME.exec(typed) ?? []
  const pm = half.toLowerCase() === 'pm' ? 12 : 0
  const hour = hours === undefined ? (Number(twelve) % 12) + pm : Number(hours)
  const minute = Number(minutes ?? 0)
  const isTwelve = twelve === undefined || (Number(twelve) >= 1 && Number(twelve) <= 12)
  if (hour >= 0 && hour < 24 && minute < 60 && isTwelve) return { ...days, hour, minute, zone }
  return {
    text: typed,
    why: 'The time of day is written like 09:00, after the day; then the time zone.',
    suggestion: '09:00',
  }
}
