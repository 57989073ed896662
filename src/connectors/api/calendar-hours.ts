import type { Call, Setting } from '#collect.ts'
import { UserError } from '#core/errors.ts'

import { HOURS_FORM, type WorkingHours, workingHours } from './calendar-week.ts'

/** The setting without which no calendar is read. */
export const hoursSetting = (name: string): Setting => ({
  name,
  says: 'Working hours, in the zone of the workspace; calendars are read once it is set.',
  secret: false,
  needed: true,
  form: { pattern: HOURS_FORM, says: 'Write them on half hours, like 09:00-17:00.' },
})

/** @throws UserError when they end before they begin */
export function hoursOf(call: Call, name: string): WorkingHours {
  const hours = workingHours(call.setting(name) ?? '')
  if (hours) return hours
  throw new UserError(
    `${name} are no hours of a day`,
    'Write when work begins and ends, on half hours, like 09:00-17:00.',
  )
}
