import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import type { BatchFacts, ImportPlan, Stage } from '#ingest.ts'

import { applyStage } from './apply.ts'
import { exclusive } from './exclusive.ts'
import { newNames } from './names.ts'
import { planStage } from './plan.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { rows } from './rows.ts'
import { bits, hex, STAGED, type StageKind, type Staged } from './stage-kind.ts'
import { COMPANIONS, part, type Staging } from './staging.ts'
import type { Store } from './store.ts'

/** Characters held in memory before they are copied out; as many again are on their way. */
const CHUNK = 4_000_000

let stages = 0

export type OpenStage<Row> = Stage<Row> & {
  /** Takes no more rows; what they are now, for a transaction of the caller's. */
  sealed(): Promise<Staging<Row>>
}

/** `digest` reads the row's own digest, or makes one where rows carry none. */
export async function openStage<Row extends Omit<Staged, 'id' | 'digest'>>(
  store: Store,
  batch: BatchFacts,
  options: {
    readonly kind: StageKind<Row>
    readonly id: (row: Row) => string | null
    readonly digest: (row: Row) => string
  },
): Promise<OpenStage<Row>> {
  const { kind, id, digest } = options
  const connection = await store.connect()
  stages += 1
  const table = `stage_${stages}`
  const names = newNames()
  await rows(
    connection.db,
    'make stage',
    sql.raw(`create temp table ${table} (${STAGED}, ${kind.payload})`),
  )

  const copy = connection.copy(table)
  let seq = 0
  let text = ''
  let sent = Promise.resolve()
  const send = () => {
    const chunk = text
    const before = sent
    text = ''
    sent = before.then(() => copy.write(chunk))
    // Whoever waits next hears of it.
    sent.catch(() => {})
    return before
  }
  let sealed: Promise<void> | undefined
  const seal = () => {
    sealed ??= (async () => {
      if (text !== '') await send()
      await sent
      await copy.end()
      await exclusive(connection.db, 'seal stage', (tx) => sealStage(tx, { table, kind }))
    })()
    return sealed
  }
  const staging = (): Staging<Row> => ({ kind, connection, batch, names, table, lines: seq })

  return {
    add(row) {
      if (sealed) throw new Error('a planned stage takes no more rows')
      seq += 1
      text += `${seq}\t${row.day}\t${hex(row.account)}\t${names.number('tool', row.tool)}\t${names.number('source', row.source)}\t${names.number('model', row.model)}\t${names.number('feature', row.feature)}\t${hex(id(row), 16)}\t${bits(digest(row))}\t${kind.write(row, names)}\n`
      return text.length < CHUNK ? undefined : send()
    },
    async sealed() {
      await seal()
      return staging()
    },
    async plan({ replace }): Promise<ImportPlan> {
      await seal()
      const { plan } = await exclusive(connection.db, 'plan import', (tx) =>
        planStage(tx, staging(), replace),
      )
      return plan
    },
    async apply({ replace, onProgress }) {
      await seal()
      const applied = await applyStage(staging(), replace)
      if (applied.batch !== null) {
        await rebuildDirtyDays(connection.db, onProgress ? { onProgress } : {})
      }
      return applied
    },
    async [Symbol.asyncDispose]() {
      await (sealed ?? sent.then(() => copy.end())).catch(() => {})
      const tables = [table, ...COMPANIONS.map((name) => `${table}_${name}`)].join(', ')
      await rows(connection.db, 'drop stage', sql.raw(`drop table if exists ${tables}`))
      await connection[Symbol.asyncDispose]()
    },
  }
}

/** After the last row: which days the batch speaks of, and one row for each line. */
async function sealStage<Row>(
  db: Db,
  staging: Pick<Staging<Row>, 'table' | 'kind'>,
): Promise<void> {
  const stage = part(staging)
  await rows(db, 'analyse stage', sql`analyze ${stage} (source, day, account, event_id)`)
  await rows(
    db,
    'days of stage',
    sql`create temp table ${part(staging, 'day')} as
      select source, day, bool_or(event_id is null) as whole from ${stage} group by source, day`,
  )
  await rows(
    db,
    'spans of stage',
    sql`create temp table ${part(staging, 'span')} as
      select source, tool, min(day) as first, max(day) as last from ${stage} group by source, tool`,
  )
  const line = sql.raw(
    staging.kind.usesIds ? 'source, event_id' : 'source, day, account, tool, model, feature',
  )
  const only = sql.raw(staging.kind.usesIds ? 'where event_id is not null' : '')
  const [repeats] = await rows<{ any: boolean }>(
    db,
    'look for repeats',
    sql`select exists (
      select from ${stage} ${only} group by ${line} having count(*) > 1) as any`,
  )
  if (!repeats?.any) return
  await rows(
    db,
    'keep the best of repeats',
    sql`delete from ${stage} s using (
        select seq, row_number() over (partition by ${line} order by ${staging.kind.best}) as place
        from ${stage} ${only}) ranked
      where s.seq = ranked.seq and ranked.place > 1`,
  )
  await rows(db, 'analyse stage again', sql`analyze ${stage} (source, day, account, event_id)`)
}
