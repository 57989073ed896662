/**
 * What is believed together, from one source: what people did, what models were given and gave, and
 * what it cost. Numbers of one group come from one source, so that they fit together.
 */
export const MEASURE_GROUPS = ['activity', 'tokens', 'cost'] as const
export type MeasureGroup = (typeof MEASURE_GROUPS)[number]

export function isMeasureGroup(text: string): text is MeasureGroup {
  return (MEASURE_GROUPS as readonly string[]).includes(text)
}
