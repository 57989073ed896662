import { type DigestFacts, FOLLOWED } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { addDays } from '#core/time/day.ts'

import type { FoundThen, Given, Made } from './made.ts'

/** What is kept of a digest's making, but for what made it. */
export type Digested = Omit<Made, 'code' | 'policy' | 'people'>

/** The numbers of its week and what it told, so that they can be asked back. */
export function digestedOf(
  facts: DigestFacts,
  { zone, told }: { readonly zone: string; readonly told: readonly Finding[] },
): Digested {
  const { week, whole, dataThrough } = facts
  return {
    period: week,
    previous: { from: addDays(week.from, -7), to: addDays(week.from, -1) },
    zone,
    labels: whole.path === null ? {} : { team: [whole.path] },
    numbers: weekOf(facts),
    findings: told.map(foundThen),
    ...(facts.signals && { signals: true }),
    dataThrough,
    tools: [],
  }
}

export const foundThen = ({ key, view, says, command }: Finding): FoundThen => ({
  key,
  view,
  says,
  command,
})

/** What the digest follows of its unit, in its week. */
export function weekOf({ whole, tools }: DigestFacts): readonly Given[] {
  return FOLLOWED.flatMap((metric) => {
    const values = whole.values[metric]
    const [before = null, now = null] = values.slice(-2)
    return now === null ? [] : [{ metric, now, before, coverage: { tools, cannot: [] } }]
  })
}
