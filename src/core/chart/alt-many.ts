import { gaps, measured } from './alt-lines.ts'
import type { HeatChart, LorenzChart, ScatterChart, StripChart } from './chart.ts'
import { bucketRange, shortBucket } from './dates.ts'
import { formatAlike, formatShare } from './format.ts'
import { cut } from './text.ts'

type Untold<Kind> = Omit<Kind, 'alt'>

/** How many points of a cloud are read out. */
const READ_OUT = 12

/** Each row by its highest and lowest. */
export function heatAlt({
  buckets,
  series,
  grain,
  unit,
  subtitle,
}: Untold<HeatChart>): readonly string[] {
  const [from, to] = [buckets[0] ?? '', buckets.at(-1) ?? '']
  const start = `Heat map${measured(subtitle)}`
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null))
  if (all.length === 0) return [`${start}. No data.`]
  const rows = series.map(({ label, values }) => {
    const known = values.flatMap((value, at) => (value === null ? [] : [{ at, value }]))
    const [first] = known
    if (!first) return `${cut(label, 40)}: no data.`
    const high = known.reduce((most, one) => (one.value > most.value ? one : most), first)
    const low = known.reduce((least, one) => (one.value < least.value ? one : least), first)
    const [most, least] = formatAlike([high.value, low.value], unit)
    const on = ({ at }: { at: number }) => shortBucket(buckets[at] ?? '', grain)
    return high.value === low.value
      ? `${cut(label, 40)}: ${most} throughout.`
      : `${cut(label, 40)}: most ${most} (${on(high)}), least ${least} (${on(low)}).`
  })
  const missing = buckets.map((bucket, at) => ({
    from: bucket,
    value: series.some(({ values }) => (values[at] ?? null) !== null) ? 1 : null,
  }))
  return [
    `${start}, ${bucketRange(from, to, { grain, withYear: true })}.`,
    ...rows,
    ...gaps(missing, grain),
  ]
}

/** The numbers in their order, as they are told. */
export function stripAlt({ tiles, subtitle }: Untold<StripChart>): readonly string[] {
  const start = `Numbers with their course${measured(subtitle)}`
  if (tiles.length === 0) return [`${start}. No data.`]
  const said = tiles.map(
    ({ label, value, told }) => `${label} ${value}${told === '' ? '' : ` (${told})`}`,
  )
  return [`${start}.`, `${said.join('; ')}.`]
}

/** The points from the highest on. */
export function scatterAlt(chart: Untold<ScatterChart>): readonly string[] {
  const { points, xHead, yHead, unit, xUnit, subtitle } = chart
  const start = `Scatter plot${measured(subtitle)}`
  if (points.length === 0) return [`${start}. No data.`]
  const sorted = points.toSorted((a, b) => b.y - a.y)
  const [xs, ys] = [
    formatAlike(
      sorted.map(({ x }) => x),
      xUnit,
    ),
    formatAlike(
      sorted.map(({ y }) => y),
      unit,
    ),
  ]
  const said = sorted
    .slice(0, READ_OUT)
    .map(({ label }, at) => `${cut(label, 40)} ${ys[at]} at ${xs[at]}`)
  const more = sorted.length > READ_OUT ? `; and ${sorted.length - READ_OUT} more` : ''
  return [`${start}: ${yHead} against ${xHead}.`, `${said.join('; ')}${more}.`]
}

/** Every point of the curve. */
export function lorenzAlt({ tenths, subtitle }: Untold<LorenzChart>): readonly string[] {
  const start = `Lorenz curve${measured(subtitle)}`
  if (tenths.length === 0) return [`${start}. No data.`]
  const said = tenths.map(
    (share, n) => `${Math.round((100 * (n + 1)) / tenths.length)}% sent ${formatShare(share)}`,
  )
  return [`${start}: of the people, the most active first.`, `${said.join('; ')}.`]
}
