import { type SQL, sql } from 'drizzle-orm'

import type { BatchFacts, ImportPlan, Stage } from '#ingest.ts'

import { applyStage } from './apply.ts'
import { exclusive } from './exclusive.ts'
import { newNames } from './names.ts'
import { planStage } from './plan.ts'
import { requireKeys } from './pseudonym-key.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { newStageKeys, previousId, rekeyStage, type StageKeys } from './rekey-stage.ts'
import { rows } from './rows.ts'
import { sealStage } from './seal.ts'
import { newAccounts, writeAccounts } from './stage-accounts.ts'
import { bits, hex, STAGED, type StageKind, type Staged } from './stage-kind.ts'
import { COMPANIONS, type Staging } from './staging.ts'
import type { Store } from './store.ts'

/** Characters held in memory before they are copied out; as many again are on their way. */
const CHUNK = 4_000_000

let stages = 0

export type OpenStage<Row> = Stage<Row> & {
  /**
   * Takes no more rows; what they are now, for a transaction of the caller's. Rows `s` that `without`
   * is true of are forgotten.
   */
  sealed(without?: SQL): Promise<Staging<Row>>
}

/** `digest` reads the row's own digest, or makes one where rows carry none. */
export async function openStage<Row extends Omit<Staged, 'id' | 'digest'>>(
  store: Store,
  batch: BatchFacts,
  options: {
    readonly kind: StageKind<Row>
    readonly id: (row: Row) => string | null
    readonly digest: (row: Row) => string
    /** Notes what else a row has of hashes under two keys. */
    readonly keys?: (keys: StageKeys, row: Row) => void
  },
): Promise<OpenStage<Row>> {
  const { kind, id, digest, keys: take } = options
  const keys = newStageKeys()
  const connection = await store.connect()
  stages += 1
  const table = `stage_${stages}`
  const changing = store.keys?.previous !== undefined
  const names = newNames()
  const accounts = newAccounts()
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
  const seal = (without?: SQL) => {
    sealed ??= (async () => {
      if (text !== '') await send()
      await sent
      await copy.end()
      await writeAccounts(connection, { table }, accounts)
      await exclusive(connection.db, 'seal stage', async (tx) => {
        await requireKeys(tx, store.keys)
        await sealStage(tx, { table, kind }, without)
        if (changing) await rekeyStage(tx, { table, kind, names }, keys)
      })
    })()
    return sealed
  }
  const staging = (): Staging<Row> => ({ kind, connection, batch, names, table, lines: seq })

  return {
    add(row) {
      if (sealed) throw new Error('a planned stage takes no more rows')
      seq += 1
      if (changing) take?.(keys, row)
      const given = id(row)
      const fields = [
        seq,
        row.day,
        accounts.number(row.account && keys.people.take(row.account)),
        names.number('tool', row.tool),
        names.number('source', row.source),
        names.number('model', row.model),
        names.number('feature', row.feature),
        hex(given, 16),
        previousId(given),
        bits(digest(row)),
        ...kind.write(row),
      ]
      // Joined, since what is strung together stays in pieces for the collector to carry about.
      text += `${fields.join('\t')}\n`
      return text.length < CHUNK ? undefined : send()
    },
    async sealed(without) {
      await seal(without)
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
