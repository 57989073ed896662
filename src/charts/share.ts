import type { Role, ShareChart } from '#core/chart/chart.ts'
import { bucketRange, shortBucket } from '#core/chart/dates.ts'
import { formatShare } from '#core/chart/format.ts'
import { knownSpan, shares } from '#core/chart/shares.ts'
import type { Grain } from '#core/time/grain.ts'

import type { Card } from './card.ts'
import { onColor } from './contrast.ts'
import { courseOf, ticks } from './lines.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import { type Drawn, type Frame, inside, plot } from './plot.ts'
import { type ShareData, shareSpec } from './share-spec.ts'
import { svgRect, svgText } from './svg.ts'
import type { Theme } from './theme.ts'
import { truncate } from './wrap.ts'

const HEIGHT = 190
const NAME = { size: 13, weight: 500 } as const
const NAME_MAX = 120
const SWATCH = 24
const PERCENT = 38
/** Baselines of the names stay this far apart. */
const LEADING = 18
/** A band this high holds a number, even where it narrows beside it. */
const READABLE = 22

type Span = { readonly first: number; readonly last: number }

/** How the whole divides, bucket by bucket, with each part named beside its end. */
export function shareCard(chart: ShareChart, theme: Theme): Card {
  const { buckets, series, grain } = chart
  const parts = shares(chart)
  const span = knownSpan(parts)
  const [from, to] = [buckets[0] ?? '', buckets[buckets.length - 1] ?? '']
  const period = buckets.length === 0 ? '' : bucketRange(from, to, { grain })
  const ended =
    span !== undefined && span.last < buckets.length - 1
      ? [
          `Shares on the right: ${shortBucket(buckets[span.last] ?? '', grain)}, the last ${grain} with data`,
        ]
      : []
  const data = { buckets, parts, colors: colors(series, theme) }
  return {
    title: chart.title,
    subtitle: [chart.subtitle, period].filter((text) => text !== '').join(', '),
    keys: [],
    notes: [...ended, ...(chart.notes ?? [])],
    footer: chart.footer,
    plotHeight: span === undefined ? NOTHING : HEIGHT,
    draw: (frame) =>
      span === undefined
        ? nothing(frame, theme)
        : draw({ ...data, grain, names: series.map(({ label }) => label), span }, { frame, theme }),
  }
}

/** A hue for each part; grey for the fold and for what nobody is known for. */
export function colors(series: readonly { readonly role?: Role }[], theme: Theme): string[] {
  let hue = 0
  return series.map(({ role }) => {
    if (role !== undefined) return theme[role]
    hue += 1
    return theme.series[hue - 1] ?? theme.rest
  })
}

type Named = Omit<ShareData, 'dates'> & {
  readonly grain: Grain
  readonly names: readonly string[]
  readonly span: Span
}

async function draw(
  data: Named,
  { frame, theme }: { readonly frame: Frame; readonly theme: Theme },
): Promise<Drawn> {
  const widest = Math.max(...data.names.map((name) => textWidth(name, NAME.size, NAME.weight)))
  const margins = {
    left: 0,
    top: 6,
    right: Math.ceil(Math.min(NAME_MAX, widest)) + SWATCH + 8 + PERCENT,
    bottom: 22,
  }
  const area = inside(frame, margins)
  const dates = ticks(courseOf(data), area.width, 'edge to edge')
  const drawn = await plot(shareSpec({ ...data, dates }, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + names(data, { area, frame, theme }) + starts(data, area) }
}

type Part = { readonly series: number; readonly share: number; readonly y: number }

/** The parts of one bucket from the bottom up, each with its middle. */
function partsAt({ parts }: Pick<ShareData, 'parts'>, bucket: number, height: number): Part[] {
  let below = 0
  return parts.map((part, series) => {
    const share = part[bucket] ?? 0
    const y = height * (1 - below - share / 2)
    below += share
    return { series, share, y }
  })
}

/** From top to bottom, pushed down where they would touch, then up where they would leave. */
function spread(parts: readonly Part[], height: number): Part[] {
  const placed: Part[] = []
  let limit = 8
  for (const part of parts.toReversed()) {
    placed.push({ ...part, y: Math.max(part.y, limit) })
    limit = Math.max(part.y, limit) + LEADING
  }
  let floor = height - 4
  return placed.toReversed().map((part) => {
    const y = Math.min(part.y, floor)
    floor = y - LEADING
    return { series: part.series, share: part.share, y }
  })
}

type Place = { readonly area: Frame; readonly frame: Frame; readonly theme: Theme }

function names({ span, names, colors, ...data }: Named, { area, frame, theme }: Place): string {
  const left = area.x + area.width + 8
  const parts = spread(partsAt(data, span.last, area.height), area.height)
  return parts
    .map(({ series, share, y }) => {
      const middle = area.y + y
      return (
        svgRect(
          { x: left, y: middle - 5, width: 10, height: 10 },
          colors[series] ?? theme.rest,
          2,
        ) +
        svgText(
          { x: left - 8 + SWATCH, y: middle + 4.5 },
          truncate(names[series] ?? '', NAME_MAX, NAME),
          { ...NAME, fill: theme.ink },
        ) +
        svgText({ x: frame.x + frame.width, y: middle + 4.5 }, formatShare(share), {
          ...NAME,
          fill: theme.ink,
          anchor: 'end',
        })
      )
    })
    .join('')
}

/** The shares the period began with, inside their bands, where there is room to read them. */
function starts({ span, colors, ...data }: Named, area: Frame): string {
  if ((data.parts[0]?.[span.first + 1] ?? null) === null) return ''
  const each = area.width / (data.buckets.length - 1)
  const x = area.x + span.first * each + 8
  return partsAt(data, span.first, area.height)
    .filter(({ share }) => share * area.height > READABLE)
    .map(({ series, share, y }) =>
      svgText({ x, y: area.y + y + 4.5 }, formatShare(share), {
        size: 13,
        weight: 500,
        fill: onColor(colors[series] ?? ''),
      }),
    )
    .join('')
}
