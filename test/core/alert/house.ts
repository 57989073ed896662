import type { Alert, Change, Finding } from '#core/alert/alert.ts'
import { decideAlerts, type Held } from '#core/alert/pipeline.ts'

export const NOW = Date.parse('2026-11-20T12:00:00Z')
export const MINUTE = 60_000
export const HOUR = 60 * MINUTE

export const finding = (more: Partial<Finding> = {}): Finding => ({
  rule: 'role-changed',
  severity: 'warning',
  says: 'Role changed',
  tool: 'chatgpt',
  subject: 'chatgpt/7',
  at: NOW,
  actor: { account: 7, name: 'p-ann234' },
  ...more,
})

/** Alerts in memory, as the store keeps them, and every notice there was. */
/** What one account did in ChatGPT. */
export const of = (account: number, more: Partial<Finding> = {}): Finding =>
  finding({ subject: `chatgpt/${account}`, actor: { account, name: `p-${account}` }, ...more })

export function desk() {
  const kept: Alert[] = []
  const told: (readonly [string, string, string])[] = []
  const tallied = new Map<string, number>()
  const write = ({ alert, notice }: Change): Alert => {
    const id = alert.id ?? kept.length + 1
    kept[id - 1] = { ...alert, id }
    if (notice) told.push([alert.fingerprint, notice.reason, notice.how])
    return { ...alert, id }
  }
  return {
    kept,
    told,
    tallied,
    write,
    open: () => kept.filter(({ state }) => state !== 'resolved'),
    turn(findings: readonly Finding[], now: number, more: Pick<Held, 'blind' | 'muted'> = {}) {
      const open = kept.filter(({ state }) => state !== 'resolved')
      const once = new Set(kept.filter(({ once }) => once).map(({ fingerprint }) => fingerprint))
      const held = { open, told: once, ...more }
      const decided = decideAlerts(findings, held, now)
      for (const { reason, events } of decided.tallied)
        tallied.set(reason, (tallied.get(reason) ?? 0) + events)
      return decided.changes.map(write)
    },
  }
}
