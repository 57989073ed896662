/**
 * Days, weeks and whose row is whose, by hand. It shares no code with what it checks.
 */
import type { Company, Use } from './reader-company.ts'

export type Span = readonly string[]

type Filters = Readonly<Record<string, readonly (string | null)[]>>

export function keyOf(use: Use, by: string): string | null {
  if (by === 'team') return use.unit ?? null
  if (by === 'department') return use.unit?.split('/')[0] ?? null
  if (by === 'user') return use.person ?? null
  return use[by as 'tool' | 'model' | 'feature' | 'level' | 'quartile'] ?? null
}

export function matches(use: Use, filters: Filters, company: Company): boolean {
  return Object.entries(filters).every(([key, values]) =>
    values.some((value) => {
      if (key === 'group') {
        return (company.groups ?? []).some(
          ({ name, person, from, to }) =>
            name === value && person === use.person && from <= use.day && use.day <= to,
        )
      }
      const own = keyOf(use, key)
      return own === value || (key === 'team' && value !== null && own?.startsWith(`${value}/`))
    }),
  )
}

export function daysOf([from, to]: readonly [string, string]): Span {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10))
  }
  return days
}

/** 1 is Monday, 7 is Sunday. */
export const weekdayOf = (day: string) => new Date(day).getUTCDay() || 7

export function buckets(days: Span, grain: 'day' | 'week' | 'month') {
  const start = (day: string) =>
    grain === 'day'
      ? day
      : grain === 'month'
        ? `${day.slice(0, 7)}-01`
        : new Date(Date.parse(day) - (weekdayOf(day) - 1) * 86_400_000).toISOString().slice(0, 10)
  return [...Map.groupBy(days, start)].map(([from, days]) => ({ from, days }))
}

type Ranked = {
  readonly now: number | null
  readonly label: string
  readonly also?: { readonly label: string }
}

/** The largest first, what is not known last. */
export function byRank(a: Ranked, b: Ranked): number {
  if (a.now !== b.now) return a.now === null ? 1 : b.now === null ? -1 : b.now - a.now
  const order = a.label.localeCompare(b.label, 'en')
  return order === 0 ? (a.also?.label ?? '').localeCompare(b.also?.label ?? '', 'en') : order
}
