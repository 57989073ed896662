import { readCadence, WEEKDAYS } from '#core/delivery/cadence.ts'

import { type How, subscribedHow, type Wrong } from './choose-how.ts'
import type { EditCommand } from './edit-command.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'

/** A subscription that is being edited: its number, and the one place it goes to, as its form shows it. */
export type Edits = { readonly id: number; readonly place?: string }

/** What `command` says of a subscription, part by part; undefined for what is no edit of one. */
export function editedFrom(
  command: string,
): { readonly how: How; readonly edits: Edits } | undefined {
  const read = parse(command)
  if (read.kind !== 'subscriptions' || read.act !== 'edit') return undefined
  const { id, what, to = [], only } = read
  const [first, ...others] = to
  const one = others.length === 0 && first?.team === undefined ? first?.place : undefined
  return {
    how: {
      ...(what !== undefined && { what }),
      ...oftenOf(read),
      ...(one !== undefined && { place: one }),
      ...(only === 'notable' && { only }),
    },
    edits: { id, ...(one !== undefined && { place: one }) },
  }
}

function oftenOf({ cadence = '' }: EditCommand): How {
  const read = readCadence(cadence, '')
  if ('why' in read) return {}
  const time = `${String(read.hour).padStart(2, '0')}:${String(read.minute).padStart(2, '0')}`
  const zone = read.zone === '' ? {} : { zone: read.zone }
  switch (read.every) {
    case 'day':
      return { often: 'daily', time, ...zone }
    case 'weekday':
      return { often: 'weekdays', time, ...zone }
    case 'week':
      return { often: 'weekly', day: WEEKDAYS[read.day - 1] ?? 'monday', time, ...zone }
    case 'month':
      return { often: 'monthly', day: String(read.day), time, ...zone }
  }
}

/** The edit that was chosen together; or what of it can't be, by its part. */
export function editedHow(
  { place = '', ...how }: How,
  edits: Edits,
): { readonly command: string } | { readonly wrong: Wrong } {
  const made = subscribedHow(how)
  if ('wrong' in made) return made
  const read = parse(made.command)
  if (read.kind !== 'subscribe') return { wrong: { what: 'This can not be sent so.' } }
  const typed = place.trim()
  if (edits.place !== undefined && typed === '')
    return { wrong: { place: 'Say where: me, or a channel like #eng.' } }
  if (/\s/u.test(typed)) return { wrong: { place: 'One place: me, or a channel like #eng.' } }
  const { what, cadence, only } = read
  return {
    command: format({
      kind: 'subscriptions',
      act: 'edit',
      id: edits.id,
      what,
      cadence,
      // What stays is not looked up anew by the name it had.
      ...(edits.place !== undefined && typed !== edits.place && { to: [{ place: typed }] }),
      ...(only === 'notable' ? { only } : ofDigest(what) && { only: 'off' as const }),
    }),
  }
}

const ofDigest = (what: string): boolean => parse(what).kind === 'digest'
