import type { Alert, Change, Finding, Tally } from './alert.ts'
import { dedupe, type Met } from './dedupe.ts'
import { group } from './group.ts'
import { inhibit } from './inhibit.ts'
import { mute } from './mute.ts'
import { notify } from './notify.ts'
import { remember } from './remember.ts'
import { tallies } from './tally.ts'
import { tend } from './tend.ts'

/** What is open, and what was told once and for all. */
export type Held = {
  readonly open: readonly Alert[]
  readonly told: ReadonlySet<string>
  /** Tools of which nothing is known just now. */
  readonly blind?: ReadonlySet<string>
  /** Until when rules are silenced. */
  readonly muted?: ReadonlyMap<string, number>
}

export type Decided = { readonly changes: readonly Change[]; readonly tallied: readonly Tally[] }

/** What becomes of findings, in the order of Alertmanager; then what time alone has changed. */
export function decideAlerts(findings: readonly Finding[], held: Held, now: number): Decided {
  const open = new Map(held.open.map((alert) => [alert.fingerprint, alert]))
  const groups = group(findings, open, now)
  const heard = mute(inhibit(groups, held.blind), { open, rules: held.muted, now })
  const met = dedupe(heard, { open, told: held.told, now })
  const counted = tallies()
  const changes = new Map<string, Change>()
  for (const one of met) {
    const verdict = notify(one, now)
    const tally = tallyOf(one, verdict)
    if (tally) counted.add(tally)
    if (one.after === undefined) continue
    const notice = typeof verdict === 'string' ? undefined : verdict
    changes.set(one.group.fingerprint, remember(one.after, notice, now))
  }
  for (const alert of held.open) {
    const changed = changes.get(alert.fingerprint)
    if (changed?.notice) continue
    const tended = tend(changed?.alert ?? alert, now)
    if (tended) changes.set(alert.fingerprint, tended)
  }
  return { changes: [...changes.values()], tallied: counted.all() }
}

/** Undefined for what was found before and is only looked at again: it is no other thing. */
function tallyOf(
  { inhibited, after, before, group }: Met,
  verdict: ReturnType<typeof notify>,
): Tally | undefined {
  const { rule, events, once, standing } = group
  if (inhibited === 'no data' && !before)
    return { rule, reason: inhibited, events, ...((once || standing) && { look: true }) }
  if (after === undefined || (standing && before)) return undefined
  const quiet = typeof verdict === 'string' ? verdict : verdict.reason
  return { rule, reason: before ? quiet : (inhibited ?? quiet), events }
}
