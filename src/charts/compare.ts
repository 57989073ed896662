import type { CompareChart } from '#core/chart/chart.ts'
import { meanOf } from '#core/chart/compare.ts'
import { bucketsRange } from '#core/chart/dates.ts'
import { formatAlike, formatTicks } from '#core/chart/format.ts'

import type { Card } from './card.ts'
import { compareSpec } from './lines-spec.ts'
import { courseOf, ticks, weekends } from './lines.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import { type Drawn, type Frame, inside, plot } from './plot.ts'
import { type Scale, scaleFor } from './scale.ts'
import { px, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const HEIGHT = 190
const NAME = { size: 13, weight: 600 } as const
const NAME_MAX = 130
/** A name and its mean under it. */
const LEADING = 34

/** Several lines over the same days, each named where it ends. */
export function compareCard(chart: CompareChart, theme: Theme): Card {
  const { buckets, series, grain } = chart
  const values = series.flatMap((one) => one.values.filter((value) => value !== null))
  const period = bucketsRange(buckets, grain)
  const bands = values.length === 0 ? [] : weekends(courseOf(chart))
  return {
    title: chart.title,
    subtitle: [chart.subtitle, period].filter((text) => text !== '').join(', '),
    keys: bands.length > 0 ? [{ mark: 'band', color: theme.band, text: 'weekend' }] : [],
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: values.length === 0 ? NOTHING : HEIGHT,
    draw: (frame) =>
      values.length === 0
        ? nothing(frame, theme)
        : draw(chart, { scale: scaleFor(values, chart.unit), bands }, { frame, theme }),
  }
}

type Ground = { readonly scale: Scale; readonly bands: ReturnType<typeof weekends> }

async function draw(
  chart: CompareChart,
  ground: Ground,
  { frame, theme }: { readonly frame: Frame; readonly theme: Theme },
): Promise<Drawn> {
  const { scale } = ground
  const labels = formatTicks(scale.ticks, chart.unit)
  const said = names(chart)
  const widest = Math.max(
    ...said.map(({ name, mean }) => Math.max(textWidth(name, 13, 600), textWidth(mean, 12))),
  )
  const margins = {
    left: Math.ceil(Math.max(...labels.map((label) => textWidth(label, 12)))) + 8,
    top: 8,
    right: Math.ceil(widest) + 20,
    bottom: 22,
  }
  const area = inside(frame, margins)
  const data = {
    ...ground,
    lines: chart.series.map(({ values }, index) => ({
      values,
      color: theme.series[index] ?? theme.rest,
    })),
    unit: chart.unit,
    dates: ticks(courseOf(chart), area.width),
  }
  const drawn = await plot(compareSpec(data, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + drawNames(said, { area, scale, theme }) }
}

type Name = { readonly name: string; readonly mean: string; readonly last: number }

function names({ series, unit }: CompareChart): readonly Name[] {
  const means = series.map(({ values }) => meanOf(values))
  const amounts = formatAlike(
    means.map((mean) => mean ?? 0),
    unit,
  )
  return series.map(({ label, values }, index) => ({
    name: truncate(label, NAME_MAX, NAME),
    mean: means[index] == null ? 'no data' : `avg ${amounts[index]}`,
    last: values.findLast((value) => value !== null) ?? 0,
  }))
}

/** Beside the ends of their lines, pushed apart where they would touch. */
function drawNames(
  said: readonly Name[],
  { area, scale, theme }: { readonly area: Frame; readonly scale: Scale; readonly theme: Theme },
): string {
  const height = (value: number) =>
    area.height * (1 - (value - scale.bottom) / (scale.top - scale.bottom))
  const placed = said
    .map((one, index) => ({ ...one, index, real: height(one.last), y: height(one.last) }))
    .toSorted((a, b) => a.y - b.y)
  let limit = 8
  for (const one of placed) {
    one.y = Math.max(one.y, limit)
    limit = one.y + LEADING
  }
  let floor = area.height - 14
  for (const one of placed.toReversed()) {
    one.y = Math.min(one.y, floor)
    floor = one.y - LEADING
  }
  const x = area.x + area.width
  return placed
    .map(({ name, mean, index, real, y }) => {
      const fill = theme.series[index] ?? theme.rest
      const tick = `<path d="M${px(x + 2)} ${px(area.y + real)}h5l5 ${px(y - real)}" fill="none" stroke="${fill}" stroke-width="1.75"/>`
      return (
        tick +
        svgText({ x: x + 15, y: area.y + y + 4.5 }, name, { ...NAME, fill }) +
        svgText({ x: x + 15, y: area.y + y + 18.5 }, mean, { size: 12, fill: theme.ink2 })
      )
    })
    .join('')
}
