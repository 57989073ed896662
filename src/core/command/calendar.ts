import { addDays, addMonths, type Day, firstOfMonth, monday } from '#core/time/day.ts'

/** Days that only a reader of the calendar knows: their words, and the days on `today`. */
type Words = {
  readonly pattern: RegExp
  readonly days: (groups: readonly string[], today: Day) => string
}

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
] as const

const THIS = String.raw`(?:this|the current|current)`
const LAST = String.raw`(?:last|the last|past|previous|the previous)`
/** What days are compared with is no period: `vs last year`. */
const ALONE = String.raw`(?<!\b(?:vs\.?|versus|than|against|compared? (?:to|with)|vs:|compare:)\s*)`
/** `may` is also another word, and a month beside a number is a date. */
const NOT_A_DATE = String.raw`(?<!\d(?:st|nd|rd|th)?\s+)`
const MONTH = String.raw`(${MONTHS.filter((month) => month !== 'may').join('|')}|(?<=\b(?:in|since|during|of|for)\s+)may|may(?=\s+\d{4}\b))(?:\s+(\d{4}))?(?!\s+\d{1,2}\b)`
const QUARTER = String.raw`q([1-4])(?:\s+(\d{4}))?`

const words = (source: string): RegExp =>
  new RegExp(String.raw`${ALONE}(?<![\p{L}\p{N}:])${source}(?![\p{L}\p{N}:])`, 'giu')

const CALENDAR: readonly Words[] = [
  {
    // A week has more days than yesterday: the same day of it does not.
    pattern:
      /\byesterday[\s,]+(?:vs\.?|versus|against|compared (?:to|with))\s+(?:the same day )?last week\b/giu,
    days: (_, today) => `yesterday vs:${addDays(today, -8)}`,
  },
  {
    pattern: words(String.raw`since\s+${MONTH}`),
    days: ([name = '', year], today) => sinceDay(monthOf(name, year, today), today),
  },
  {
    pattern: words(String.raw`since\s+(\d{4}-\d{2}-\d{2})`),
    days: ([from], today) => sinceDay(from as Day, today),
  },
  {
    pattern: words(String.raw`${THIS}\s+week`),
    days: (_, today) => sinceDay(monday(today), today),
  },
  {
    pattern: words(String.raw`(?:${THIS}\s+month|month to date|mtd)`),
    days: (_, today) => sinceDay(firstOfMonth(today), today),
  },
  {
    pattern: words(String.raw`(?:${THIS}\s+quarter|quarter to date|qtd)`),
    days: (_, today) => sinceDay(firstOfQuarter(today), today),
  },
  {
    pattern: words(String.raw`(?:${THIS}\s+year|year to date|ytd)`),
    days: (_, today) => sinceDay(firstOfYear(today), today),
  },
  {
    pattern: words(String.raw`${LAST}\s+quarter`),
    days: (_, today) => months(addMonths(firstOfQuarter(today), -3), 3, today),
  },
  {
    pattern: words(String.raw`${LAST}\s+year`),
    days: (_, today) => months(addMonths(firstOfYear(today), -12), 12, today),
  },
  {
    pattern: words(String.raw`${LAST}\s+(\d{1,2})\s+months`),
    days: ([count]) => `${Number(count) * 30}d`,
  },
  {
    pattern: words(QUARTER),
    days: ([quarter = '', year], today) =>
      months(begun((Number(quarter) - 1) * 3 + 1, year, today), 3, today),
  },
  {
    pattern: words(String.raw`${NOT_A_DATE}${MONTH}`),
    days: ([name = '', year], today) => months(monthOf(name, year, today), 1, today),
  },
]

/** The text with what it says of the calendar as days: `last quarter`, `October`, `since June`. */
export function inCalendar(text: string, today: Day): string {
  // What is quoted is a name.
  if (/["“”„‟«»]/u.test(text)) return text
  return CALENDAR.reduce(
    (said, { pattern, days }) =>
      said.replaceAll(pattern, (_, ...groups: unknown[]) =>
        days(
          groups.flatMap((group) => (typeof group === 'string' ? [group] : [''])),
          today,
        ),
      ),
    text,
  )
}

const firstOfYear = (today: Day): Day => `${today.slice(0, 4)}-01-01` as Day

function firstOfQuarter(today: Day): Day {
  const month = Number(today.slice(5, 7))
  return addMonths(firstOfYear(today), month - 1 - ((month - 1) % 3))
}

/** Complete days; where none is over yet, today. */
function sinceDay(from: Day, today: Day): string {
  const yesterday = addDays(today, -1)
  return from > yesterday ? from : `${from}..${yesterday}`
}

function months(from: Day, count: number, today: Day): string {
  const to = addDays(addMonths(from, count), -1)
  return to >= today && from <= today ? sinceDay(from, today) : `${from}..${to}`
}

function monthOf(name: string, year: string | undefined, today: Day): Day {
  return begun(MONTHS.findIndex((month) => month === name.toLowerCase()) + 1, year, today)
}

/** The first of a month: of the year said, else of the last that has begun. */
function begun(month: number, year: string | undefined, today: Day): Day {
  const of = (its: number) => `${its}-${String(month).padStart(2, '0')}-01` as Day
  if (year !== undefined && year !== '') return of(Number(year))
  const thisYear = Number(today.slice(0, 4))
  return of(thisYear) <= today ? of(thisYear) : of(thisYear - 1)
}
