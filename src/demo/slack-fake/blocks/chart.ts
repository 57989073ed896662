import { z } from 'zod'

/**
 * https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
 * The page says six series or segments; three libraries found twelve live. Six is what is documented.
 */
const MOST = 6

const label = z.string().min(1).max(20)

const pie = z.strictObject({
  type: z.literal('pie'),
  segments: z
    .array(z.strictObject({ label, value: z.number().positive() }))
    .min(1)
    .max(MOST)
    .refine((segments) => distinct(segments.map(({ label }) => label)), {
      message: 'segment labels must be unique',
    }),
})

const series = z.strictObject({
  name: label,
  data: z
    .array(z.strictObject({ label, value: z.number() }))
    .min(1)
    .max(20),
})

const axes = z.strictObject({
  categories: z.array(label).min(1).max(20),
  x_label: z.string().max(50).optional(),
  y_label: z.string().max(50).optional(),
})

const plotted = <Kind extends string>(kind: Kind) =>
  z
    .strictObject({
      type: z.literal(kind),
      series: z.array(series).min(1).max(MOST),
      axis_config: axes,
    })
    .refine(({ series }) => distinct(series.map(({ name }) => name)), {
      message: 'series names must be unique',
    })
    .refine(({ axis_config }) => distinct(axis_config.categories), {
      message: 'categories must be unique',
    })
    .refine(
      ({ series, axis_config }) =>
        series.every(
          ({ data }) =>
            data.length === axis_config.categories.length &&
            data.every(({ label }, index) => label === axis_config.categories[index]),
        ),
      { message: 'data labels must match axis categories' },
    )

function distinct(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}

export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: z.string().max(255).optional(),
  title: z.string().min(1).max(50),
  chart: z.discriminatedUnion('type', [pie, plotted('line'), plotted('bar'), plotted('area')]),
})
