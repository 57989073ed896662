import type { Alert } from './alert.ts'
import type { Judged } from './inhibit.ts'

/** `muted`: until when; undefined where it is heard. */
export type Heard = Judged & { readonly muted: number | undefined }

/** Step 4: what someone silenced, an alert or a whole rule, is counted and not told, until the silence is over. */
export function mute(
  judged: readonly Judged[],
  {
    open,
    rules = new Map(),
    now,
  }: {
    readonly open: ReadonlyMap<string, Alert>
    /** Until when rules are silenced. */
    readonly rules?: ReadonlyMap<string, number> | undefined
    readonly now: number
  },
): readonly Heard[] {
  return judged.map((one) => {
    const before = open.get(one.group.fingerprint)
    const own = before?.state === 'silenced' ? before.silencedUntil : null
    // An alert that is open was told: its rule's silence is for those to come.
    const until = before ? own : (rules.get(one.group.rule) ?? null)
    return { ...one, muted: until !== null && until > now ? until : undefined }
  })
}
