import type { Value } from '#core/metric/metric.ts'

import type { Frame } from './plot.ts'
import type { Scale } from './scale.ts'
import { px } from './svg.ts'

type Look = { readonly color: string; readonly width: number }

/** A course without axes. It stops at a gap; a value between two gaps is a dot, as is the last one. */
export function smallLine(
  values: readonly Value[],
  { area, scale }: { readonly area: Frame; readonly scale: Pick<Scale, 'bottom' | 'top'> },
  { color, width }: Look,
): string {
  const each = values.length > 1 ? area.width / (values.length - 1) : 0
  const at = (value: number, index: number) => ({
    x: values.length > 1 ? area.x + index * each : area.x + area.width / 2,
    y: area.y + area.height * (1 - (value - scale.bottom) / (scale.top - scale.bottom)),
  })
  let path = ''
  let dots = ''
  const dot = ({ x, y }: { readonly x: number; readonly y: number }, radius: number) =>
    `<circle cx="${px(x)}" cy="${px(y)}" r="${px(radius)}" fill="${color}"/>`
  for (const [index, value] of values.entries()) {
    if (value === null) continue
    const [before, after] = [values[index - 1] ?? null, values[index + 1] ?? null]
    const point = at(value, index)
    path += `${before === null ? 'M' : 'L'}${px(point.x)} ${px(point.y)}`
    if (before === null && after === null) dots += dot(point, width)
    else if (values.slice(index + 1).every((later) => later === null))
      dots += dot(point, width * 1.5)
  }
  const line = `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
  return path === '' ? '' : line + dots
}
