import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { writeStage } from './apply.ts'
import { addNames } from './names.ts'
import { type Planned, planStage } from './plan.ts'
import { rows } from './rows.ts'
import type { Staging } from './staging.ts'

/** A stage that was compared with the store, and is not written yet. */
export type Compared = {
  readonly plan: Planned['plan']
  write(batch: Batch): Promise<void>
}

/** `written` lines of the batch are stored already: those that follow are numbered after them. */
export type Batch = { readonly number: number; readonly written: number }

export async function compareStage<Row>(tx: Db, staging: Staging<Row>): Promise<Compared> {
  const { plan, touches } = await planStage(tx, staging, false)
  return {
    plan,
    async write({ number, written }) {
      if (plan.changedDays === 0) return
      const ids = await addNames(tx, staging.names)
      const { kind } = staging
      const fill = kind.usesIds ? { ...kind.fill, seq: sql`s.seq + ${written}::int` } : kind.fill
      await writeStage(tx, { ...staging, kind: { ...kind, fill } }, { ids, batch: number, touches })
      if (!touches || written === 0) return
      // What a batch replaced of its own was never anyone's last word.
      await rows(
        tx,
        'forget replaced rows of the same batch',
        sql`delete from ${sql.identifier(kind.replaced)}
          where tenant_id = 1 and replaced_by = ${number}::int and batch_id = ${number}::int`,
      )
    },
  }
}
