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
    counted.add(one.group.rule, reasonOf(one, verdict), one.group.events)
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

function reasonOf({ inhibited, after, before }: Met, verdict: ReturnType<typeof notify>): string {
  if (inhibited !== undefined && before === undefined) return inhibited
  if (after === undefined) return 'told before'
  return typeof verdict === 'string' ? verdict : verdict.reason
}
