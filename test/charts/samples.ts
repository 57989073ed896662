import {
  barsChart,
  changesChart,
  compareChart,
  linesChart,
  shareChart,
  stacksChart,
} from '#core/chart/build.ts'
import type {
  BarsChart,
  ChangesChart,
  CompareChart,
  LinesChart,
  ShareChart,
  StacksChart,
} from '#core/chart/chart.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'

const FOOTER = 'ChatGPT, Claude Code · Europe/Berlin · data through 20 Nov · 52 people'

export function days(from: string, count: number, step = 1): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(from as Day, index * step))
}

/** Weekdays high, weekends low, the same every time. */
export function rhythm(from: string, count: number, base: number): LinesChart['now'] {
  return days(from, count).map((day, index) => ({
    from: day,
    value: Math.round(base * (index % 7 < 5 ? 1 + (index % 5) / 10 : 0.2)),
  }))
}

export function series(from: string, values: readonly Value[]): LinesChart['now'] {
  return days(from, values.length).map((day, index) => ({
    from: day,
    value: values[index] ?? null,
  }))
}

export function lines(input: Partial<Parameters<typeof linesChart>[0]> = {}): LinesChart {
  return linesChart({
    title: 'Engineering spent $3,540 in 30 days',
    subtitle: 'Spend per day',
    footer: FOOTER,
    unit: 'usd_micros',
    grain: 'day',
    now: rhythm('2026-10-22', 30, 120e6),
    before: rhythm('2026-09-22', 30, 100e6),
    ...input,
  })
}

export function row(
  label: string,
  now: Value,
  before: Value = null,
  key: string | null = label,
): Parameters<typeof barsChart>[0]['rows'][number] {
  return { key, label, now, before }
}

export function bars(input: Partial<Parameters<typeof barsChart>[0]> = {}): BarsChart {
  return barsChart({
    title: 'Platform leads the spend',
    subtitle: 'Spend by team, 22 Oct – 20 Nov',
    footer: FOOTER,
    unit: 'usd_micros',
    head: 'Team',
    beforeHead: 'v previous 30 days',
    rows: [
      row('Platform', 18_400e6, 13_900e6),
      row('Support', 13_000e6, 12_600e6),
      row('Finance', 940e6, 0),
      row('unattributed', 812e6, 800e6, null),
    ],
    ...input,
  })
}

export function share(input: Partial<Parameters<typeof shareChart>[0]> = {}): ShareChart {
  return shareChart({
    title: 'Sonnet answers most messages',
    subtitle: 'Messages by model',
    footer: FOOTER,
    unit: 'count',
    grain: 'week',
    buckets: days('2026-09-07', 4, 7),
    rows: [
      { key: 'haiku', label: 'Haiku', series: [60, 50, 40, 30] },
      { key: 'sonnet', label: 'Sonnet', series: [40, 50, 60, 70] },
    ],
    ...input,
  })
}

export function compare(input: Partial<Parameters<typeof compareChart>[0]> = {}): CompareChart {
  return compareChart({
    title: 'Sales: 86% less than Engineering',
    subtitle: 'Spend per day',
    footer: FOOTER,
    unit: 'usd_micros',
    grain: 'day',
    buckets: days('2026-11-02', 14),
    series: [
      { label: 'Engineering', values: rhythm('2026-11-02', 14, 100e6).map(({ value }) => value) },
      { label: 'Sales', values: rhythm('2026-11-02', 14, 14e6).map(({ value }) => value) },
    ],
    ...input,
  })
}

/** Names that people have typed, and names that only an attacker types. */
export const HOSTILE = [
  '<script>alert(1)</script>',
  '"&\'> ]]> <!--',
  'null\u0000byte \u001B[31m',
  'half \uD800 character',
  '\u202Edesrever',
  'فريق التسويق',
  'צוות נתונים',
  '東京プロダクト開発部',
  '👩‍💻🚀',
  'x'.repeat(5000),
  '',
] as const

export function changes(rows: readonly (readonly [string, number])[]): ChangesChart {
  return changesChart({
    title: 'Engineering: spend changed by +$277.00',
    subtitle: 'What the change is made of, US dollars',
    footer: '22 Oct – 20 Nov 2026 against 22 Sep – 21 Oct 2026',
    unit: 'usd_micros',
    rows: rows.map(([label, change]) => ({ label, change })),
  })
}

/** A bar of each of the first, divided by the second. */
export function stacks(pairs: readonly (readonly [string, string, number])[]): StacksChart {
  return stacksChart({
    title: 'Engineering · gpt-5 is 63% of spend',
    subtitle: 'Spend by team and model',
    footer: FOOTER,
    unit: 'usd_micros',
    head: 'Team',
    parts: pairs.map(([bar, part, now]) => ({
      bar: { key: bar, label: bar },
      part: { key: part, label: part },
      now,
    })),
  })
}
