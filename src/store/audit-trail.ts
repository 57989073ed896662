import { createHash } from 'node:crypto'

import { type SQL, sql } from 'drizzle-orm'

import type { Anchor } from '#core/audit/anchor.ts'
import { linkLine, START } from '#core/audit/chain.ts'
import type { AuditedRow, AuditFilter, AuditTrail } from '#core/audit/trail.ts'
import { type ChainEnd, type StoredLink, verifier } from '#core/audit/verify.ts'
import { UserError } from '#core/errors.ts'
import type { Db } from '#db/db.ts'

import { type LinkRow, linkColumns, linkOf } from './audit-link.ts'
import { named, rows } from './rows.ts'
import { dropAuditRows } from './siem-status.ts'

const PAGE = 2_000
const TENANT = 1

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

export function auditTrail(db: Db): AuditTrail {
  return {
    list: (filter, most) => list(db, filter, most),
    lines: () => lines(db),
    verify: (given) => verify(db, given),
    prune: (checkpoint) => prune(db, checkpoint),
    lastBefore: async (at) => {
      const [found] = await rows<{ seq: string; hash: string }>(
        db,
        'find last audit row of a day',
        sql`select seq::text as seq, hash from audit where tenant_id = ${TENANT}
          and seq < (select coalesce(min(seq), 9223372036854775807) from audit
            where tenant_id = ${TENANT} and at >= ${instant(at)})
          order by audit.seq desc limit 1`,
      )
      return found && { seq: Number(found.seq), hash: found.hash }
    },
  }
}

const instant = (at: number): SQL => sql`${new Date(at).toISOString()}::timestamptz`

async function list(db: Db, filter: AuditFilter, most: number) {
  const { from, to, who, action } = filter
  const kept = sql.join(
    [
      sql`tenant_id = ${TENANT}`,
      ...(from === undefined ? [] : [sql`at >= ${instant(from)}`]),
      ...(to === undefined ? [] : [sql`at <= ${instant(to)}`]),
      ...(who === undefined
        ? []
        : [sql`(viewer = ${who} or right(viewer, length(${who}) + 1) = '/' || ${who})`]),
      ...(action === undefined ? [] : [sql`action = ${action}`]),
    ],
    sql` and `,
  )
  const [sums] = await rows<{ count: number; people: number; refused: number }>(
    db,
    'count audit rows',
    sql`select count(*)::int as count, count(distinct viewer)::int as people,
      count(*) filter (where outcome = 'refused')::int as refused from audit where ${kept}`,
  )
  const found = await rows<LinkRow>(
    db,
    'list audit rows',
    sql`select ${linkColumns} from audit where ${kept} order by audit_id desc limit ${most}`,
  )
  return { ...(sums ?? { count: 0, people: 0, refused: 0 }), rows: found.map(rowOf) }
}

function rowOf(row: LinkRow): AuditedRow {
  const { seq, hash, entry } = linkOf(row)
  return { ...entry, at: Date.parse(entry.at), seq, hash }
}

/** In the order of the chain, from the row after `seq` on. */
async function* links(db: Db, seq: number): AsyncGenerator<StoredLink> {
  for (let after = seq; ;) {
    const page = await rows<LinkRow>(
      db,
      'read audit chain',
      sql`select ${linkColumns} from audit where tenant_id = ${TENANT} and seq > ${after}::bigint
        order by audit.seq limit ${PAGE}`,
    )
    yield* page.map(linkOf)
    const last = page.at(-1)
    if (page.length < PAGE || !last) return
    after = Number(last.seq)
  }
}

async function* lines(db: Db): AsyncGenerator<string> {
  const checkpoint = await checkpointOf(db)
  let previous = checkpoint?.hash ?? START
  for await (const { seq, hash, entry } of links(db, checkpoint?.seq ?? 0)) {
    yield linkLine({ tenant: TENANT, seq, previous, entry }, hash)
    previous = hash
  }
}

async function verify(db: Db, { anchors, isSigned }: Parameters<AuditTrail['verify']>[0]) {
  const checkpoint = await checkpointOf(db)
  const own = anchors.filter(({ tenant }) => tenant === TENANT)
  const following = verifier({ tenant: TENANT, sha256, checkpoint, anchors: own })
  const verdict = (fault: ReturnType<typeof following.end>) => {
    const head = { tenant: TENANT, ...following.last() }
    return { fault, rows: head.seq - (checkpoint?.seq ?? 0), head }
  }
  if (checkpoint && !isSigned(checkpoint))
    return verdict({
      kind: 'missing',
      seq: 1,
      says: `The rows up to ${checkpoint.seq} are missing, and no key of ours signed that they may be dropped.`,
    })
  for (;;) {
    for await (const row of links(db, following.last().seq)) {
      const fault = following.take(row)
      if (fault) return verdict(fault)
    }
    const { last, ...end } = await endOf(db)
    // Rows were written meanwhile: they are part of the chain that the head now ends.
    if (last <= following.last().seq) return verdict(following.end(end))
  }
}

/** The head, the last row and what is outside, as of one moment. */
async function endOf(db: Db): Promise<ChainEnd & { readonly last: number }> {
  const [found] = await rows<{ seq: string | null; hash: string; last: string; outside: number }>(
    db,
    'read end of the audit chain',
    sql`select h.seq::text as seq, h.hash,
        (select coalesce(max(seq), 0) from audit where tenant_id = ${TENANT})::text as last,
        (select count(*) from audit where tenant_id = ${TENANT} and (seq is null or seq <= (
          select coalesce(max(c.seq), 0) from audit_checkpoint c where c.tenant_id = ${TENANT}
        )))::int as outside
      from (select 1) one left join audit_head h on h.tenant_id = ${TENANT}`,
  )
  const seq = found?.seq ?? null
  return {
    head: seq === null ? undefined : { seq: Number(seq), hash: found?.hash ?? '' },
    last: Number(found?.last ?? 0),
    outside: found?.outside ?? 0,
  }
}

async function checkpointOf(db: Db): Promise<Anchor | undefined> {
  const [found] = await rows<{
    seq: string
    hash: string
    at: string
    key: string
    signature: string
  }>(
    db,
    'read audit checkpoint',
    sql`select seq::text as seq, hash, at, key_id as key, signature from audit_checkpoint
      where tenant_id = ${TENANT} order by audit_checkpoint.seq desc limit 1`,
  )
  if (!found) return undefined
  const { hash, at, signature } = found
  const seq = Number(found.seq)
  return { kind: 'checkpoint', tenant: TENANT, seq, hash, at, keyId: found.key, signature }
}

async function prune(db: Db, { seq, hash, at, keyId, signature }: Anchor): Promise<number> {
  return named('drop audit rows', () =>
    db.transaction(async (tx) => {
      const [last] = await rows<{ hash: string }>(
        tx,
        'find audit row to drop up to',
        sql`select hash from audit where tenant_id = ${TENANT} and seq = ${seq}::bigint`,
      )
      if (last?.hash !== hash)
        throw new UserError(
          `Row ${seq} of the audit trail is not the one that was signed`,
          'Check the trail first: ai-usage audit verify',
        )
      await rows(
        tx,
        'write audit checkpoint',
        sql`insert into audit_checkpoint (tenant_id, seq, hash, at, key_id, signature)
          values (${TENANT}, ${seq}::bigint, ${hash}, ${at}, ${keyId}, ${signature})`,
      )
      await dropAuditRows(tx, seq)
      const dropped = await rows(
        tx,
        'drop audit rows',
        sql`delete from audit where tenant_id = ${TENANT} and seq <= ${seq}::bigint returning 1 as one`,
      )
      return dropped.length
    }),
  )
}
