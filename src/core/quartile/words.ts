import type { Measured } from '#core/metric/metric.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import type { TakenLimits } from './limits.ts'

/** `light from 3, moderate from 11, heavy from 34 messages a week` */
export const levelsFrom = ({ light, moderate, heavy }: TakenLimits): string =>
  `light from ${light}, moderate from ${moderate}, heavy from ${heavy} messages a week`

/** `chatgpt: light from 3, … messages a week; taken on 1 Oct 2026 from use in 31 Aug – 27 Sep 2026` */
export const limitsLine = (limits: TakenLimits): string =>
  `${limits.tool}: ${levelsFrom(limits)}; taken on ${describeDay(limits.on)} from use in ${describePeriod(limits)}`

/** By what limits quartile levels were told, and of which tools there are none; nothing where none are asked for. */
export function limitsSaid({
  limits,
  tools,
}: Pick<Measured, 'limits' | 'tools'>): readonly string[] {
  if (limits === undefined) return []
  const without = tools
    .map(({ tool }) => tool)
    .filter((tool) => !limits.some((of) => of.tool === tool))
  return [
    ...limits.map((of) => `Limits of ${limitsLine(of)}.`),
    ...(without.length === 0
      ? []
      : [`No limits, so no quartile level: ${without.join(', ')}. Admins see why: \`limits\`.`]),
  ]
}
