/** Which days of a tool are known for which number, by hand. It shares no code with what it checks. */
import type { Company, Told } from './reader-company.ts'

/** Of what a source must tell for a number; of all others it is who did how much. */
const TOLD_BY: Readonly<Record<string, readonly Told[]>> = {
  spend: ['cost'],
  input_tokens: ['tokens'],
  cache_read_tokens: ['tokens'],
  cache_write_tokens: ['tokens'],
  output_tokens: ['tokens'],
  output_input_ratio: ['tokens'],
  cache_hit_rate: ['tokens'],
  agent_share: ['tokens'],
  error_rate: ['tokens'],
  tokens_per_person_week: ['activity', 'tokens'],
  cost_per_person: ['activity', 'cost'],
  cost_per_session: ['activity', 'cost'],
  cost_per_message: ['activity', 'cost'],
}

const toldBy = (metric: string): readonly Told[] => TOLD_BY[metric] ?? ['activity']

/** Whether all that a number takes is complete for a tool on a day, by one source or by several. */
export function coveredFor(
  { covered = [] }: Company,
  metric: string,
): (tool: string, day: string) => boolean {
  const told = new Set(
    covered.flatMap(({ tool, day, of = ['activity', 'tokens', 'cost'] }) =>
      of.map((what) => `${tool} ${day} ${what}`),
    ),
  )
  return (tool, day) => toldBy(metric).every((what) => told.has(`${tool} ${day} ${what}`))
}

/** The last day before today on which a tool is complete, in that of which it has been the least far. */
export function reachOf(
  { covered = [] }: Company,
  { tool, today, metrics }: { tool: string; today: string; metrics: readonly string[] },
): string | null {
  const lasts = [...new Set(metrics.flatMap(toldBy))].flatMap(
    (what) =>
      covered
        .filter((at) => at.tool === tool && at.day < today && (at.of?.includes(what) ?? true))
        .map(({ day }) => day)
        .toSorted()
        .at(-1) ?? [],
  )
  return lasts.toSorted()[0] ?? null
}
