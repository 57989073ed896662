import {
  heatChart,
  lorenzChart,
  type MultiplesInput,
  multiplesChart,
  scatterChart,
  stripChart,
} from '#core/chart/build-many.ts'
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

const TEAMS = [
  'Platform',
  'Data science',
  'Support',
  'Finance and controlling',
  'Legal',
  'Sales EMEA',
]

/** Fourteen weeks of some teams, the first the largest, the last with a gap. */
function weeksOf(labels: readonly string[]): MultiplesInput {
  return {
    title: 'Platform is 38% of spend',
    subtitle: 'Spend per week by team, US dollars',
    footer: FOOTER,
    unit: 'usd_micros',
    grain: 'week',
    buckets: days('2026-08-17', 14, 7),
    rows: labels.map((label, at) => ({
      key: label,
      label,
      series: Array.from({ length: 14 }, (_, week) =>
        at === labels.length - 1 && (week === 5 || week === 6)
          ? null
          : Math.round((1200e6 / (at + 1)) * (1 + Math.sin(week / 2 + at) / 2.5)),
      ),
    })),
  }
}

export const multiples = (labels: readonly string[] = TEAMS) => multiplesChart(weeksOf(labels))

export const heat = (
  labels: readonly string[] = [...TEAMS, 'Marketing', 'People', 'Procurement', 'Research'],
) => heatChart(weeksOf(labels))

const TILES = (
  [
    ['Messages', '27,470', '▲ 9%'],
    ['Active people', '307 of 376', 'about the same'],
    ['Sessions', '7,399', '▲ 10%'],
    ['Sessions per person and week', '6.4', ''],
    ['Messages per session', '3.7', '▼ 2%'],
    ['Session duration', '14 min', '▲ 1%'],
    ['Output tokens', '184.2M', '▲ 31%'],
    ['Error rate', '0.4%', 'down from 0.9%'],
  ] as const
).map(([label, value, told], at) => ({
  label,
  value,
  told,
  values: rhythm('2026-10-22', 30, 100 + at * 40).map((point) => point.value),
  unit: 'count' as const,
}))

export function strip(tiles: Parameters<typeof stripChart>[0]['tiles'] = TILES) {
  return stripChart({
    title: 'Engineering: messages and 7 more',
    subtitle: 'Per day, each on its own scale',
    footer: FOOTER,
    grain: 'day',
    buckets: days('2026-10-22', 30),
    tiles,
  })
}

export function scatter(labels: readonly string[] = [...TEAMS, 'Marketing', 'People', 'Design']) {
  return scatterChart({
    title: 'Platform is 38% of spend',
    subtitle: 'Spend and messages by team, 22 Oct – 20 Nov 2026',
    footer: FOOTER,
    unit: 'usd_micros',
    xUnit: 'count',
    xHead: 'Messages',
    yHead: 'Spend',
    points: labels.map((label, at) => ({
      key: label,
      label,
      x: 9000 / (at + 1) + (at % 3) * 700,
      y: 1200e6 / (at + 1) + ((at * 7) % 5) * 40e6,
    })),
  })
}

export function lorenz(
  tenths: readonly number[] = [0.46, 0.66, 0.78, 0.86, 0.91, 0.95, 0.97, 0.99, 0.996, 1],
) {
  return lorenzChart({
    title: 'A tenth of people in Engineering sent 46% of the messages',
    subtitle: 'Messages of the most active of 412 people, 22 Oct – 20 Nov 2026',
    footer: FOOTER,
    xHead: 'People, the most active first',
    yHead: 'Messages',
    tenths,
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
