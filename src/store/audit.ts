import { sql } from 'drizzle-orm'

import { entryText } from '#core/audit/chain.ts'
import type { Db } from '#db/db.ts'
import type { Audit, AuditRow } from '#ports.ts'

import { named, rows } from './rows.ts'

/** An answer waits for its row no longer than this: someone is waiting for the answer. */
const PATIENCE = '1500ms'

/**
 * Writes rows into the tenant's chain. The head's lock makes writers in all replicas take turns; it is
 * held for one statement and its commit.
 * @throws StoreError when the row can't be written, in time: 55P03 when something holds the chain
 */
export function audit(db: Db): Audit {
  return {
    record: (row) => named('record audit row', () => db.transaction((tx) => chain(tx, row))),
  }
}

/** As `record`, for what must not happen without its row: both are in `tx`, or neither. */
export async function chain(tx: Db, row: AuditRow): Promise<void> {
  // A statement of its own: tables are locked before the first line of a statement runs.
  await rows(
    tx,
    'patience for the audit chain',
    sql`select set_config('lock_timeout', ${PATIENCE}, true)`,
  )
  await append(tx, row)
}

/** The next link: the head is moved on, then the row is written with what the head became. */
async function append(tx: Db, row: AuditRow): Promise<void> {
  const { viewer, place, action, command, outcome, detail } = row
  const at = new Date(row.at).toISOString()
  const entry = entryText({ ...row, at: at.replace(/Z$/, '000Z') })
  const written = await rows(
    tx,
    'record audit row',
    sql`with head as (
        update audit_head set seq = seq + 1,
          hash = encode(sha256(convert_to('{"entry":' || ${entry}::text || ',"previous":"' || hash
            || '","seq":' || (seq + 1) || ',"tenant":' || tenant_id || '}', 'UTF8')), 'hex')
        where tenant_id = 1 returning tenant_id, seq, hash
      )
      insert into audit (tenant_id, at, viewer, place, action, command, outcome, detail, seq, hash)
      select tenant_id, ${at}::timestamptz, ${viewer}::text, ${place}::text, ${action}::text,
        ${command}::text, ${outcome}::text, ${JSON.stringify(detail)}::text::jsonb, seq, hash
      from head returning 1 as one`,
  )
  // Without its head there is no chain to write into, and rows beside it would be worth nothing.
  if (written.length === 0) throw new Error('The head of the audit chain is missing')
}
