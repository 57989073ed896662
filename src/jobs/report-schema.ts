import { z } from 'zod'

import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId, Unit } from '#core/metric/metric.ts'
import { isWhole as wholeUnit } from '#core/metric/unit.ts'
import { GRAINS } from '#core/time/grain.ts'

const whole = z.number().int()
const date = z.iso.date()
const value = z.number().nullable()
const METRICS = Object.keys(catalogue) as [MetricId, ...MetricId[]]
const UNITS = [
  'count',
  'people',
  'tokens',
  'characters',
  'usd_micros',
  'usd_micros_each',
  'usd_micros_month',
  'seats',
  'ratio',
  'seconds',
  'share',
] as const satisfies readonly Unit[]

const part = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({ kind: z.literal('note'), text: z.string() }),
  z.object({
    kind: z.literal('facts'),
    facts: z.array(
      z.object({
        label: z.string(),
        value: z.string(),
        change: z.string().optional(),
        note: z.string().optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('table'),
    head: z.array(z.string()),
    rows: z.array(z.array(z.string())),
  }),
  z.object({ kind: z.literal('chart') }),
  z.object({
    kind: z.literal('buttons'),
    buttons: z.array(
      z.object({ label: z.string(), kind: z.string(), command: z.string().optional() }),
    ),
  }),
])

const rounded = z
  .object({
    low: z.number().describe('The least it can be'),
    high: z.number().describe('The most it can be'),
  })
  .optional()
  .describe('Only where the number is told rounded and `now` is null: between what it lies')

const row = z.object({
  key: z
    .string()
    .nullable()
    .describe('The group; people by alias; null for what has no model, unit or person'),
  also: z
    .string()
    .nullable()
    .optional()
    .describe('Only with two dimensions: the group of the second'),
  now: value.describe('As `now` of the measurement, for this group'),
  before: value.describe('As `before` of the measurement, for this group'),
  rounded,
})

const dimension = z.enum([
  'team',
  'department',
  'user',
  'model',
  'tool',
  'feature',
  'level',
  'quartile',
  'asset',
])

const by = z.object({
  dimension: dimension.describe('What the rows are'),
  also: dimension.optional().describe('Only with two dimensions: the second'),
  rows: z
    .array(row)
    .describe(
      'Every group, largest first, the null key (of two dimensions: both) last; with `top:` the largest and the null key',
    ),
  omitted: whole.optional().describe('Only with `top:`: how many groups were left out'),
})

const measurement = z
  .object({
    metric: z
      .enum(METRICS)
      .describe(
        'Which number; the first eight are always there, the others when they are asked for',
      ),
    unit: z
      .enum(UNITS)
      .describe(
        '`usd_micros` is millionths of a US dollar; `usd_micros_month` (a month) and `seats` are as of the last day; `usd_micros_each`, `ratio`, `seconds` and `share` do not add up',
      ),
    now: value.describe('Over the period; null where it cannot be known'),
    before: value.describe('Over the comparison period; null where it cannot be known'),
    rounded,
    unpricedTokenShare: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .optional()
      .describe(
        'Only of spend and what is divided from it: the share of tokens without a known price; null without tokens',
      ),
    tenths: z
      .array(z.number().min(0).max(1))
      .optional()
      .describe(
        'Only of concentration: the share of messages of the most active tenth of people, of the first two tenths …: the Lorenz curve',
      ),
    coverage: z.object({
      tools: z.array(z.string()).describe('Tools in scope that report this number'),
      cannot: z.array(z.string()).describe('Tools in scope that do not'),
    }),
    madeOf: z
      .array(
        z.object({
          name: z.string().describe('`messages`, `sessions` …'),
          unit: z.enum(UNITS),
          now: value,
          before: value,
        }),
      )
      .optional()
      .describe(
        'Only of ratios and averages: the numbers they are made of, of the same tools and days',
      ),
    series: z
      .array(z.object({ from: date.describe('First day of the bucket'), value }))
      .describe('By day, week or month, see `grain`; null is unknown, not zero'),
    by: by.optional().describe('Only with `by:`'),
    comparable: z
      .object({
        now: value.describe('Over the days known in both periods, per tool'),
        before: value.describe('Over the days known in both periods, per tool'),
        days: whole.describe('Pairs of days known in both periods'),
        workingDaysNow: whole,
        workingDaysBefore: whole,
      })
      .describe('What a change may be computed from'),
    byBasis: z
      .object({ billed: whole, estimated: whole, credits: whole })
      .optional()
      .describe('Only of spend that is known: how `now` divides; adds up to it'),
  })
  .refine(isWhole, 'What is counted is whole')

type Numbers = {
  readonly unit: Unit
  readonly metric: MetricId
  readonly now: number | null
  readonly before: number | null
  readonly comparable: { readonly now: number | null; readonly before: number | null }
  readonly series: readonly { readonly value: number | null }[]
  readonly by?:
    | { readonly rows: readonly { now: number | null; before: number | null }[] }
    | undefined
}

/** All but averages, ratios and shares. */
function isWhole({ unit, metric, now, before, comparable, series, by }: Numbers): boolean {
  if (!wholeUnit(unit) && metric !== 'active_people') return true
  const groups = (by?.rows ?? []).flatMap((row) => [row.now, row.before])
  const buckets = series.map(({ value }) => value)
  return [now, before, comparable.now, comparable.before, ...groups, ...buckets].every(
    (value) => value === null || Number.isInteger(value),
  )
}

/** What `ask --json` prints. Fields are added over time, never renamed, removed or given another meaning. */
export const reportSchema = z.object({
  command: z.string().describe('The question in canonical form; people by alias'),
  period: z.object({
    from: date.describe('First day'),
    to: date.describe('Last day, included'),
    timeZone: z.string().describe("The workspace's time zone"),
  }),
  previous: z.object({
    from: date.describe('First day of the comparison period'),
    to: date.describe('Last day, included'),
  }),
  dataThrough: date.nullable().describe('The last day that every tool in scope covers'),
  viewer: z.string().describe('`operator`, or who asked'),
  message: z
    .object({
      title: z.string(),
      summary: z.string().describe('The answer in one sentence'),
      parts: z.array(part).describe('Facts, table, note …: the answer as people read it'),
    })
    .describe('The wording may change between versions; read the numbers from `measurements`'),
  chart: z
    .object({
      kind: z.enum([
        ...(['lines', 'bars', 'share', 'stacks', 'changes', 'compare'] as const),
        ...(['multiples', 'heat', 'strip', 'scatter', 'lorenz', 'gauge'] as const),
        ...(['intervals', 'course'] as const),
      ]),
      alt: z.string().describe('The picture in words'),
    })
    .nullable()
    .describe('null when there is nothing to draw'),
  measurements: z.array(measurement),
  compared: z
    .object({
      side: z.string().describe('What it is compared with'),
      headcount: whole.nullable(),
      measurements: z.array(measurement),
    })
    .optional()
    .describe('Only with `compare:`: the same numbers of the other'),
  grain: z.enum(GRAINS).describe('What one bucket of a `series` is; weeks start on Monday'),
  partial: z.boolean().describe('True when the period includes today, which is not over'),
  limits: z
    .array(
      z.object({
        tool: z.string(),
        light: whole.describe('Messages a week from which someone is a light user'),
        moderate: whole,
        heavy: whole,
        on: date.describe('When they were taken'),
        from: date.describe('First day of the weeks they were taken from'),
        to: date.describe('Last day, included'),
      }),
    )
    .optional()
    .describe('Only where quartile levels are asked for: of the tools that have limits'),
  headcount: whole.nullable().describe('People in scope; null without a directory'),
  tools: z
    .array(
      z.object({
        tool: z.string(),
        dataThrough: date.nullable().describe('The last day this tool covers'),
        timeZone: z.string().describe("The zone of the vendor's days"),
      }),
    )
    .describe('The tools in scope'),
})

export type Report = z.infer<typeof reportSchema>
