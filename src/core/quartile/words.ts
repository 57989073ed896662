import { listed } from '#core/message/english.ts'
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
  const together = Map.groupBy(limits, ({ on, from, to }) => `${on} ${from} ${to}`)
  return [
    ...[...together.values()].map(takenAtOnce),
    ...(without.length === 0
      ? []
      : [`No limits, so no quartile level: ${listed(without)}. Admins see why: \`limits take\`.`]),
  ]
}

function takenAtOnce(all: readonly TakenLimits[]): string {
  const [first, ...others] = all
  if (!first) return ''
  if (others.length === 0) return `Limits of ${limitsLine(first)}.`
  const each = all.map(({ tool, ...of }) => `${tool} ${of.light}, ${of.moderate} and ${of.heavy}`)
  return `Limits of ${describeDay(first.on)}, from use in ${describePeriod(first)}, in messages a week: light, moderate and heavy from ${each.join('; ')}.`
}
