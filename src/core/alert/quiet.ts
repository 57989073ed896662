import { Temporal } from 'temporal-polyfill'

/** Hours of each day, in the workspace's zone, in which only what is critical is told: `22:00-07:00`. */
export type Quiet = string

const HOURS = /^(?<from>\d{1,2}(?::\d{2})?)\s*[-–]\s*(?<to>\d{1,2}(?::\d{2})?)$/u

/** As it is kept, from what was typed: `22-7` is `22:00-07:00`. Undefined for what is no such hours. */
export function readQuiet(text: string): Quiet | undefined {
  const { from = '', to = '' } = HOURS.exec(text.trim())?.groups ?? {}
  const [begin, end] = [clock(from), clock(to)]
  return begin === undefined || end === undefined || begin === end ? undefined : `${begin}-${end}`
}

function clock(text: string): string | undefined {
  const [hour = '', minute = '00'] = text.split(':')
  const fits = hour !== '' && Number(hour) < 24 && Number(minute) < 60
  return fits ? `${hour.padStart(2, '0')}:${minute}` : undefined
}

/** When the quiet hours end that an instant is in; undefined where it is in none. Epoch milliseconds. */
export function quietUntil(quiet: Quiet | null, at: number, zone: string): number | undefined {
  const [from, to] = quiet?.split('-') ?? []
  if (from === undefined || to === undefined) return undefined
  const local = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone)
  const time = local.toPlainTime().toString().slice(0, 5)
  const inside = from < to ? time >= from && time < to : time >= from || time < to
  if (!inside) return undefined
  const day = time < to ? local.toPlainDate() : local.toPlainDate().add({ days: 1 })
  return day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(to) })
    .epochMilliseconds
}
