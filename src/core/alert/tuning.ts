import { formatSpec } from '#core/command/alert-when.ts'
import { counted } from '#core/message/english.ts'
import type { Button, Part } from '#core/message/message.ts'

import type { NumberSpec } from './number-rule.ts'

/** How a rule's alerts of the last 90 days were rated. */
export type Rated = {
  readonly alerts: number
  readonly noise: number
  readonly useful: number
  /** Of them, opened in the last week. */
  readonly lastWeek: number
}

export const RATED_DAYS = 90
/** So often noise, a rule is worth changing. */
const OFTEN = 3
const HIGHER = 1.5

/** What can be done about a rule that is noise again and again, and what it would have changed. */
export function tuningParts(
  rule: string,
  spec: NumberSpec | null,
  { alerts, noise, useful, lastWeek }: Rated,
): readonly Part[] {
  if (noise < OFTEN) return []
  const typed = (label: string, command: string): Button => ({
    label,
    act: { kind: 'ask', command },
  })
  const limit = spec?.kind === 'limit' ? spec : undefined
  const higher = limit && { ...limit, amount: Math.ceil(limit.amount * HIGHER) }
  return [
    {
      kind: 'text',
      text: `**${counted(noise, 'alert')} of ${rule}** of ${alerts} in ${RATED_DAYS} days ${noise === 1 ? 'was' : 'were'} rated noise, ${useful} useful. Silenced for the last week, it would have kept back ${lastWeek}.${higher ? ' A higher limit is tried on the last 90 days before anyone switches it on.' : ''} Nothing changes by itself.`,
    },
    {
      kind: 'buttons',
      buttons: [
        ...(higher ? [typed('Try a higher limit', formatSpec(higher))] : []),
        typed('Silence the rule 1 week', `alert rule ${rule} silence:1w`),
        typed('Switch it off', `alert disable ${rule}`),
      ],
    },
  ]
}
