import type { Anchor } from '#core/audit/anchor.ts'
import type { AuditFilter, AuditTrail } from '#core/audit/trail.ts'
import type { Day } from '#core/time/day.ts'
import { localOffset } from '#core/time/local.ts'
import type { Audit, AuditRow, Clock, Workspace } from '#ports.ts'

type House = {
  readonly trail: AuditTrail
  readonly audit: Audit
  readonly workspace: Workspace
  readonly clock: Clock
}

type Asked = Pick<AuditFilter, 'who' | 'action'> & { readonly since?: Day }

/** The audit trail at the command line. Every look at it leaves a row, before anything is shown. */
export function auditDesk({ trail, audit, workspace, clock }: House) {
  const record = (row: Pick<AuditRow, 'action' | 'command' | 'outcome' | 'detail'>) =>
    audit.record({ at: clock.now(), viewer: 'operator', place: 'command line', ...row })
  const beginOf = async (day: Day) => beginning(day, await workspace.zone())
  return {
    verify: (given: Parameters<AuditTrail['verify']>[0]) => trail.verify(given),
    lastBefore: async (day: Day) => trail.lastBefore(await beginOf(day)),
    async list({ since, who, action }: Asked, most: number) {
      const filter = {
        ...(since !== undefined && { from: await beginOf(since) }),
        ...(who !== undefined && { who }),
        ...(action !== undefined && { action }),
      }
      const seen = await trail.list(filter, most)
      const flags = Object.entries({ since, who, action }).flatMap(([name, value]) =>
        value === undefined ? [] : [`--${name} ${value}`],
      )
      const command = ['audit list', ...flags].join(' ')
      await record({
        action: 'audit',
        command,
        outcome: 'answered',
        detail: { rows: seen.rows.length },
      })
      return seen
    },
    async *lines(): AsyncGenerator<string> {
      await record({
        action: 'audit-export',
        command: 'audit export',
        outcome: 'answered',
        detail: {},
      })
      yield* trail.lines()
    },
    /** That an archive of evidence was made: its SHA-256, hex, and the row of the trail it ends at. */
    evidence: (archive: string, head: number) =>
      record({
        action: 'evidence',
        command: 'evidence',
        outcome: 'done',
        detail: { archive, head },
      }),
    async prune(checkpoint: Anchor): Promise<number> {
      const { seq, keyId } = checkpoint
      const row = { action: 'audit-prune', command: 'audit prune' } as const
      try {
        const rows = await trail.prune(checkpoint)
        await record({ ...row, outcome: 'done', detail: { through: seq, rows, key: keyId } })
        return rows
      } catch (error) {
        await record({ ...row, outcome: 'failed', detail: { through: seq, key: keyId } })
        throw error
      }
    },
  }
}

/** When a day begins in a zone, epoch milliseconds. */
export function beginning(day: Day, zone: string): number {
  const wallClock = Date.parse(`${day}T00:00:00Z`)
  return wallClock - localOffset(wallClock, zone)
}
