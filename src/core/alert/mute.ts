import type { Alert } from './alert.ts'
import type { Judged } from './inhibit.ts'

export type Heard = Judged & { readonly muted: boolean }

/** Step 4: what someone silenced is counted and not told, until the silence is over. */
export function mute(
  judged: readonly Judged[],
  open: ReadonlyMap<string, Alert>,
  now: number,
): readonly Heard[] {
  return judged.map((one) => {
    const { state, silencedUntil } = open.get(one.group.fingerprint) ?? {}
    const muted = state === 'silenced' && silencedUntil != null && silencedUntil > now
    return { ...one, muted }
  })
}
