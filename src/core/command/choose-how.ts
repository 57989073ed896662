import { looksLikeZone, readCadence, WEEKDAYS } from '#core/delivery/cadence.ts'
import { describeSlot, nextSlot } from '#core/delivery/slots.ts'

import type { Choice } from './built.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'
import { writeValue } from './values.ts'

/** The command that asks how often and where to send what a command asks. */
export const chooseHow = (what: string): string => `subscribe ${writeValue(what)} choose`

/** The command that shows a subscription, to choose what of it is to be other. */
export function chooseEdit(command: string): string {
  const read = parse(command)
  return read.kind === 'subscriptions' && read.act === 'edit'
    ? `subscriptions edit ${read.id}`
    : 'subscriptions'
}

const capital = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`

export const OFTEN_CHOICES: readonly Choice[] = [
  { value: 'daily', label: 'Every day' },
  { value: 'weekdays', label: 'Monday to Friday' },
  { value: 'weekly', label: 'Every week' },
  { value: 'monthly', label: 'Every month' },
]

/** Of weeks by name, of months by number. */
export const DAY_CHOICES: readonly Choice[] = [
  ...WEEKDAYS.map((value) => ({ value, label: `Week: ${capital(value)}` })),
  ...Array.from({ length: 28 }, (_, n) => ({
    value: String(n + 1),
    label: `Month: day ${n + 1}`,
  })),
  { value: 'last', label: 'Month: its last day' },
]

export const TIME_CHOICES: readonly Choice[] = Array.from({ length: 48 }, (_, half) => {
  const value = `${String(Math.floor(half / 2)).padStart(2, '0')}:${half % 2 === 0 ? '00' : '30'}`
  return { value, label: value }
})

export const PLACE_CHOICES: readonly Choice[] = [
  { value: 'me', label: 'To me' },
  { value: 'here', label: 'To this channel' },
]

export const ONLY_CHOICES: readonly Choice[] = [
  { value: 'notable', label: 'Only when something stands out' },
]

/** The parts of a subscription that are chosen one by one. */
export const HOW = ['what', 'often', 'day', 'time', 'zone', 'to', 'place', 'only'] as const
export type How = { readonly [Part in (typeof HOW)[number]]?: string }

export type Wrong = { readonly [Part in keyof How]?: string }

/** The command that was chosen together, canonical; or what of it can't be, by its part. */
export function subscribedHow(how: How): { readonly command: string } | { readonly wrong: Wrong } {
  const { what = '', often = 'weekly', day, time = '09:00', zone = '', to, only } = how
  const misfit = day === undefined ? undefined : misfits(often, day)
  if (misfit !== undefined) return { wrong: { day: misfit } }
  if (zone.trim() !== '' && !looksLikeZone(zone.trim()))
    return { wrong: { zone: 'Write it like Europe/Berlin, or leave it out.' } }
  const typed = parse(what)
  if (typed.kind === 'misread')
    return { wrong: { what: typed.problems[0]?.why ?? 'This is no question.' } }
  const text = [
    `subscribe ${writeValue(what)}`,
    often,
    ...(day === undefined ? [] : [day]),
    time,
    ...(zone.trim() === '' ? [] : [zone.trim()]),
    ...(to === undefined ? [] : [`to:${to}`]),
    ...(only === undefined ? [] : [`only:${only}`]),
  ].join(' ')
  const command = parse(text)
  if (command.kind === 'subscribe') return { command: format(command) }
  const [problem] = command.kind === 'misread' ? command.problems : []
  const { text: at = '', why = 'This can not be sent so.' } = problem ?? {}
  if (zone.trim() !== '' && at.includes(zone.trim())) return { wrong: { zone: why } }
  if (day !== undefined && at === day) return { wrong: { day: why } }
  return { wrong: only !== undefined && at.startsWith('only') ? { only: why } : { what: why } }
}

/** When the first would come, as things are chosen now; or what of it can't be, by its part. */
export function firstTurn(
  how: How,
  { zone, now }: { readonly zone: string; readonly now: number },
): { readonly next: string } | { readonly wrong: Wrong } {
  const made = subscribedHow(how)
  if ('wrong' in made) return made
  const command = parse(made.command)
  const cadence = readCadence(command.kind === 'subscribe' ? command.cadence : '', zone)
  if ('why' in cadence) return { wrong: { zone: cadence.why } }
  return { next: describeSlot(nextSlot(cadence, now), cadence.zone) }
}

/** Why a day is none of such a cadence. */
function misfits(often: string, day: string): string | undefined {
  const ofWeek = WEEKDAYS.some((name) => name === day)
  if (often === 'weekly') return ofWeek ? undefined : 'Choose a day of the week, or none: Monday.'
  if (often === 'monthly')
    return ofWeek ? 'Choose a day of the month, or none: the first.' : undefined
  return 'Leave the day out: it comes on each of them.'
}
