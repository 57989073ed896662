import { createHash } from 'node:crypto'

import { sql } from 'drizzle-orm'

import { linkText, START } from '#core/audit/chain.ts'
import type { Db } from '#db/db.ts'

import { type LinkRow, linkColumns, linkOf } from './audit-link.ts'
import { named, rows } from './rows.ts'

const PAGE = 2_000

/**
 * Begins the chain, once: rows from before there was one are chained as they stand. Where a chain was
 * begun, nothing is touched: a head that went missing is for people to look into.
 */
export async function beginChain(db: Db): Promise<void> {
  await named('begin audit chain', () =>
    db.transaction(async (tx) => {
      const [state] = await rows<{ begun: boolean }>(
        tx,
        'look for the audit chain',
        sql`select exists (select from audit_head where tenant_id = 1)
          or exists (select from audit where tenant_id = 1 and seq is not null)
          or exists (select from audit_checkpoint where tenant_id = 1) as begun`,
      )
      if (state?.begun === true) return
      const { seq, hash } = await chainOlder(tx)
      await rows(
        tx,
        'write head of the audit chain',
        sql`insert into audit_head (tenant_id, seq, hash) values (1, ${seq}::bigint, ${hash})`,
      )
    }),
  )
}

async function chainOlder(tx: Db): Promise<{ readonly seq: number; readonly hash: string }> {
  let end = { seq: 0, hash: START, id: 0 }
  for (;;) {
    const page = await rows<LinkRow & { id: string }>(
      tx,
      'read older audit rows',
      sql`select ${linkColumns}, audit_id::text as id from audit
        where tenant_id = 1 and audit_id > ${end.id}::bigint order by audit_id limit ${PAGE}`,
    )
    for (const row of page) {
      const seq = end.seq + 1
      const link = { tenant: 1, seq, previous: end.hash, entry: linkOf(row).entry }
      const hash = createHash('sha256').update(linkText(link)).digest('hex')
      await rows(
        tx,
        'chain older audit row',
        sql`update audit set seq = ${seq}::bigint, hash = ${hash} where audit_id = ${row.id}::bigint`,
      )
      end = { seq, hash, id: Number(row.id) }
    }
    if (page.length < PAGE) return end
  }
}
