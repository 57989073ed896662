import { counterparts, weekdayShift } from '#core/chart/align.ts'
import { means } from '#core/chart/change.ts'
import type { LinesChart } from '#core/chart/chart.ts'
import { bucketRange, month, shortDay, year } from '#core/chart/dates.ts'
import { formatTicks } from '#core/chart/format.ts'
import { type Day, weekday } from '#core/time/day.ts'
import type { Grain } from '#core/time/grain.ts'

import type { Card, Key } from './card.ts'
import { drawSide, type Side, sideWidth } from './lines-side.ts'
import { type LinesData, linesSpec } from './lines-spec.ts'
import { textWidth } from './measure.ts'
import { NOTHING, nothing } from './nothing.ts'
import { type Drawn, type Frame, inside, plot } from './plot.ts'
import { scaleFor, thin } from './scale.ts'
import type { Theme } from './theme.ts'

const HEIGHT = 190
/** Beyond two months weekends are hair lines and dates are months. */
const LONG = 62

type Course = Pick<LinesChart, 'now' | 'grain'>

/** Buckets without what was counted in them: an axis asks no more. */
export const courseOf = (of: {
  readonly buckets: readonly string[]
  readonly grain: Grain
}): Course => ({ now: of.buckets.map((from) => ({ from, value: null })), grain: of.grain })

/** A period against the one before: what differs is tinted, the means stand on the right. */
export function linesCard(chart: LinesChart, theme: Theme): Card {
  const { now, unit } = chart
  const before = counterparts(chart)
  const values = [...now.map(({ value }) => value), ...before].filter((value) => value !== null)
  const scale = scaleFor(values, unit)
  const bands = values.length === 0 ? [] : weekends(chart)
  const side: Side = {
    ...means(chart),
    scale,
    unit,
    buckets: now.length,
    grain: chart.grain,
    told: chart.told,
    overall: chart.overall !== undefined && chart.overall.per === undefined,
  }
  const data = {
    now: now.map(({ value }) => value),
    before,
    bands,
    scale,
    unit,
    marks: chart.marks ?? [],
  }
  return {
    title: chart.title,
    subtitle: chart.subtitle,
    keys: keys(chart, bands.length > 0, theme),
    notes: chart.notes ?? [],
    footer: chart.footer,
    plotHeight: values.length === 0 ? NOTHING : HEIGHT,
    draw: (frame) =>
      values.length === 0
        ? nothing(frame, theme)
        : draw({ ...data, dates: [] }, { frame, side, theme, chart }),
  }
}

async function draw(
  data: LinesData,
  { frame, side, theme, chart }: { frame: Frame; side: Side; theme: Theme; chart: LinesChart },
): Promise<Drawn> {
  const labels = formatTicks(data.scale.ticks, data.unit)
  const margins = {
    left: Math.ceil(Math.max(...labels.map((label) => textWidth(label, 12)))) + 8,
    top: 8,
    right: sideWidth(side) + 18,
    bottom: 22,
  }
  const area = inside(frame, margins)
  const dates = ticks(chart, area.width)
  const drawn = await plot(linesSpec({ ...data, dates }, theme), { frame, margins, theme })
  return { ...drawn, svg: drawn.svg + drawSide(side, area, theme) }
}

/** Saturdays and Sundays as stretches, cut at the ends of the axis. */
export function weekends({ now, grain }: Course): LinesData['bands'] {
  if (grain !== 'day' || now.length > LONG) return []
  return now.flatMap(({ from }, index) => {
    const day = weekday(from as Day)
    if (day < 6 || (day === 7 && index > 0)) return []
    const days = day === 6 && index + 1 < now.length ? 2 : 1
    return [{ from: index - 0.5, to: index - 0.5 + days }]
  })
}

function keys(chart: LinesChart, weekend: boolean, theme: Theme): Key[] {
  const { now, before } = chart
  const [from, to] = [now[0]?.from, now[now.length - 1]?.from]
  const [fromBefore, toBefore] = [before[0]?.from, before[before.length - 1]?.from]
  if (from === undefined || to === undefined) return []
  const compared = before.some(({ value }) => value !== null)
  const years = year(fromBefore ?? from) !== year(to)
  const { grain } = chart
  const period = bucketRange(from, to, { grain, withYear: years })
  const line: Key = { mark: 'line', color: theme.accent, text: period }
  const found: Key[] = [line]
  if (compared && fromBefore !== undefined && toBefore !== undefined) {
    const each = grain === 'week' ? 'day' : grain
    const text = bucketRange(fromBefore, toBefore, { grain: each, withYear: years })
    found.push({ mark: 'thin line', color: theme.context, text })
  }
  if (weekend) {
    const text = compared && weekdayShift(chart) !== 0 ? 'weekends, aligned' : 'weekend'
    found.push({ mark: 'band', color: theme.band, text })
  }
  return found
}

/**
 * Every day, every Monday or every first of a month, and as many of them as have room. Edge to
 * edge, the first and the last bucket are on the edges, and their dates are moved inwards.
 */
export function ticks(
  { now, grain }: Course,
  width: number,
  ends: 'edge to edge' | 'within' = 'within',
): LinesData['dates'] {
  const all = now.map(({ from }, index) => ({ from, index }))
  const long = grain === 'month' || now.length > LONG || (grain === 'week' && now.length > 27)
  const monthly = all.filter(
    ({ from }, index) =>
      grain === 'month' || (index > 0 && month(from) !== month(all[index - 1]!.from)),
  )
  const mondays = all.filter(({ from }) => weekday(from as Day) === 1)
  const chosen = long ? monthly : grain === 'day' && now.length > 10 ? mondays : all
  const label = ({ from }: { from: string }): string => (long ? month(from) : shortDay(from))
  const widest = Math.max(...chosen.map((tick) => textWidth(label(tick), 12)))
  const edges = ends === 'edge to edge'
  const room = edges ? 1.5 * widest + 6 : widest + 12
  const each = width / Math.max(1, edges ? now.length - 1 : now.length)
  const kept = new Set(
    thin(
      chosen.map(({ index }) => index),
      each,
      room,
    ),
  )
  return chosen
    .filter(({ index }) => kept.has(index))
    .map((tick) => ({ at: tick.index, label: label(tick) }))
}
