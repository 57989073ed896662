import { createHash } from 'node:crypto'

import { type SQL, sql } from 'drizzle-orm'

import { type Approval, type Change, changeText, LASTS_MS } from '#core/approval/approval.ts'
import type { Db } from '#db/db.ts'
import type { ApprovalBook } from '#ports.ts'

import { chain } from './audit.ts'
import { named, rows } from './rows.ts'

type Row = {
  readonly id: string
  readonly change: string
  readonly by: string
  readonly at: string
  readonly decision: Approval['decision']
  readonly decided_by: string | null
  readonly used: boolean
}

const columns = sql`approval_id::text as id, change::text as change, by,
  (extract(epoch from at) * 1000)::bigint::text as at, decision, decided_by,
  used_at is not null as used`

const instant = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`

const approvalOf = ({ id, change, at, decided_by: decidedBy, ...rest }: Row): Approval => {
  const { by, decision, used } = rest
  return {
    id: Number(id),
    change: JSON.parse(change) as Change,
    by,
    at: Number(at),
    decision,
    decidedBy,
    used,
  }
}

/** Serialised by a lock on the tenant's proposals: two replicas never make or use one twice. */
export function approvalBook(db: Db): ApprovalBook {
  const alone = <Result>(name: string, work: (tx: Db) => Promise<Result>): Promise<Result> =>
    named(name, () =>
      db.transaction(async (tx) => {
        await rows(tx, 'take turns at approvals', sql`select pg_advisory_xact_lock(7312027)::text`)
        return work(tx)
      }),
    )
  return {
    ask: (change, { by, now, row }) =>
      alone('ask for approval', async (tx) => {
        const digest = createHash('sha256').update(changeText(change)).digest('hex')
        const [used] = await rows<Row>(
          tx,
          'use approval',
          sql`update approval set used_at = ${instant(now)} where tenant_id = 1 and approval_id = (
              select min(approval_id) from approval where tenant_id = 1 and digest = ${digest}
                and decision = 'approved' and used_at is null and ${fresh(now)}
            ) returning ${columns}`,
        )
        if (used) {
          const asked = { kind: 'approved', approval: approvalOf(used) } as const
          await chain(tx, row(asked))
          return asked
        }
        const [waiting] = await rows<Row>(
          tx,
          'find proposal',
          sql`select ${columns} from approval where tenant_id = 1 and digest = ${digest}
            and decision is null and ${fresh(now)} order by approval_id limit 1`,
        )
        if (waiting) return { kind: 'waiting', approval: approvalOf(waiting) }
        const [made] = await rows<Row>(
          tx,
          'write proposal',
          sql`insert into approval (tenant_id, change, digest, by, at)
            values (1, ${JSON.stringify(change)}::text::jsonb, ${digest}, ${by}, ${instant(now)})
            returning ${columns}`,
        )
        if (!made) throw new Error('a proposal was not written')
        const asked = { kind: 'proposed', approval: approvalOf(made) } as const
        await chain(tx, row(asked))
        return asked
      }),
    find: async (id) => {
      const [found] = await rows<Row>(
        db,
        'find approval',
        sql`select ${columns} from approval where tenant_id = 1 and approval_id = ${id}::bigint`,
      )
      return found && approvalOf(found)
    },
    decide: (id, decision, { by, now, row }) =>
      alone('decide approval', async (tx) => {
        const [decided] = await rows<Row>(
          tx,
          'decide approval',
          sql`update approval set decision = ${decision}, decided_by = ${by}, decided_at = ${instant(now)}
            where tenant_id = 1 and approval_id = ${id}::bigint and decision is null and ${fresh(now)}
              and (${decision} = 'refused' or by <> ${by}) returning ${columns}`,
        )
        if (!decided) return undefined
        const approval = approvalOf(decided)
        await chain(tx, row(approval))
        return approval
      }),
    waiting: async (now) => {
      const found = await rows<Row>(
        db,
        'list approvals',
        sql`select ${columns} from approval where tenant_id = 1 and used_at is null
          and (decision is null or decision = 'approved') and ${fresh(now)} order by approval_id`,
      )
      return found.map(approvalOf)
    },
  }
}

const fresh = (now: number): SQL => sql`at > ${instant(now - LASTS_MS)}`
