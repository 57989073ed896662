// An answer counts days some thousand times: done by Temporal that takes longer than half its SQL.
// Years begin in March here, so that a leap day is the last of its year, as in "Euclidean affine
// functions and their application to calendar algorithms", https://doi.org/10.1002/spe.3172.

const DAYS_IN_400_YEARS = 146_097
/** From the first of March of the year 0 to the first of January 1970. */
const TO_1970 = 719_468

/** Days from the first of January 1970 to a date written year-month-day. */
export function dayNumber(date: string): number {
  const month = Number(date.slice(-5, -3))
  const year = Number(date.slice(0, -6)) - Number(month <= 2)
  const inYear = daysBeforeMonth(modulo(month - 3, 12)) + Number(date.slice(-2)) - 1
  return 365 * year + leapDays(year) + inYear - TO_1970
}

/** The date so many days after the first of January 1970; beyond four digits of a year as ISO 8601 writes it. */
export function dayOfNumber(number: number): string {
  const since = number + TO_1970
  const era = Math.floor(since / DAYS_IN_400_YEARS)
  const inEra = modulo(since, DAYS_IN_400_YEARS)
  const leapDaysSoFar =
    Math.floor(inEra / 1460) - Math.floor(inEra / 36_524) + Math.floor(inEra / 146_096)
  const yearOfEra = Math.floor((inEra - leapDaysSoFar) / 365)
  const inYear = inEra - 365 * yearOfEra - leapDays(yearOfEra)
  const sinceMarch = Math.floor((5 * inYear + 2) / 153)
  const month = sinceMarch < 10 ? sinceMarch + 3 : sinceMarch - 9
  const year = yearOfEra + 400 * era + Number(month <= 2)
  const inMonth = inYear - daysBeforeMonth(sinceMarch) + 1
  return `${written(year)}-${padded(month, 2)}-${padded(inMonth, 2)}`
}

/** 1 is Monday, 7 is Sunday. The first of January 1970 was a Thursday. */
export function weekdayOfNumber(number: number): number {
  return modulo(number + 3, 7) + 1
}

/** In a year that begins in March: five months have 153 days. */
const daysBeforeMonth = (sinceMarch: number): number => Math.floor((153 * sinceMarch + 2) / 5)

const leapDays = (years: number): number =>
  Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400)

const modulo = (number: number, by: number): number => ((number % by) + by) % by

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0')

function written(year: number): string {
  if (year >= 0 && year <= 9999) return padded(year, 4)
  return `${year < 0 ? '-' : '+'}${padded(Math.abs(year), 6)}`
}
