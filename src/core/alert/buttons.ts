import { capitalised } from '#core/message/english.ts'
import type { Button, Part } from '#core/message/message.ts'
import { isAlias } from '#core/privacy/alias.ts'

import type { Alert } from './alert.ts'
import type { Sight } from './message.ts'
import { TOP_RUNG } from './tend.ts'

export const typed = (label: string, command: string, style?: 'primary'): Button => ({
  label,
  act: { kind: 'ask', command },
  ...(style && { style }),
})

/** What may be done with an alert, as it is now, in one press. */
export function buttons(
  { id, state, command, feedback, rung, actors }: Alert,
  { people = false, exact = false }: Sight,
  logPage: string | undefined,
): readonly Part[] {
  if (id === undefined) return []
  // The same people may see both.
  const named = people && exact && actors.some(({ name }) => name !== null && isAlias(name))
  const reveal: readonly Button[] = named ? [{ label: 'Reveal', act: { kind: 'reveal' } }] : []
  const look = command === null ? [] : [typed('Look', command)]
  const open: readonly Button[] =
    logPage === undefined ? [] : [{ label: 'Open its log', act: { kind: 'open', url: logPage } }]
  // While nobody has looked into it, that it is noise can be known, and hardly that it is useful.
  const rate = (state === 'firing' ? (['noise'] as const) : (['useful', 'noise'] as const))
    .filter((one) => one !== feedback)
    .map((one) => typed(capitalised(one), `alert ${one} ${id}`))
  const first =
    state === 'resolved'
      ? [typed('Reopen', `alert reopen ${id}`)]
      : state === 'acknowledged'
        ? [typed('Assign to me', `alert assign ${id} me`)]
        : [typed('Acknowledge', `alert acknowledge ${id}`, 'primary')]
  const acts: readonly Button[] =
    state === 'resolved'
      ? []
      : [
          ...(state === 'silenced'
            ? [typed('End silence', `alert unsilence ${id}`)]
            : [
                typed('Silence 1 h', `alert silence ${id} 1h`),
                typed('Silence 1 day', `alert silence ${id} 1d`),
              ]),
          typed('Resolve', `alert resolve ${id}`),
          ...(state === 'firing' && rung >= TOP_RUNG
            ? []
            : [typed('Escalate', `alert escalate ${id}`)]),
        ]
  // By how often they are used: a phone has two or three in a row.
  return [{ kind: 'buttons', buttons: [...first, ...look, ...acts, ...rate, ...open, ...reveal] }]
}
