import type { Measurement, Value } from './metric.ts'

/** What is left out of idle seats: whose holder is away, or came back less than 30 days ago. */
export const ON_LEAVE = { name: 'on leave or just back, not counted', unit: 'seats' } as const

/** How many seats were left out so; null: no directory says who is on leave. Undefined: that is no question here. */
export const onLeave = ({ madeOf }: Pick<Measurement, 'madeOf'>): Value | undefined =>
  madeOf?.find(({ name }) => name === ON_LEAVE.name)?.now
