import { sql } from 'drizzle-orm'

import type { Action } from '#core/action/action.ts'
import type { Db } from '#db/db.ts'
import type { ActionBook } from '#ledgers.ts'

import { chain } from './audit.ts'
import { named, rows } from './rows.ts'

type Row = Omit<Action, 'id' | 'proposedAt' | 'watched' | 'found' | 'state' | 'outcome'> & {
  readonly id: string
  readonly at: string
  /** The rest as text: the two drivers read JSON differently. */
  readonly rest: string
}

const columns = sql`action_id::text as id, key, view, unit, says, action,
  (extract(epoch from proposed_at) * 1000)::bigint::text as at,
  jsonb_build_object('watched', watched, 'found', found, 'state', state, 'outcome', outcome)::text as rest`

const actionOf = ({ id, at, rest, ...row }: Row): Action => ({
  ...row,
  ...(JSON.parse(rest) as Pick<Action, 'watched' | 'found' | 'state' | 'outcome'>),
  id: Number(id),
  proposedAt: Number(at),
})

const json = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`

export function actionBook(db: Db): ActionBook {
  return {
    propose: (found, at) =>
      named('recommend', () =>
        db.transaction(async (tx) => {
          const all: Action[] = []
          for (const { key, view, unit, says, action, watched, week } of found) {
            const [row] = await rows<Row>(
              tx,
              'recommend',
              sql`insert into action as a
                  (key, view, unit, says, action, watched, proposed_at, found, state, outcome)
                values (${key}, ${view}, ${unit}, ${says}, ${action},
                  ${watched === null ? null : json(watched)}, ${new Date(at).toISOString()}::timestamptz,
                  ${json([week])}, ${json({ kind: 'open' })}, ${json({ kind: 'none' })})
                on conflict (tenant_id, key) where state ->> 'kind' <> 'done' do update
                  set says = excluded.says, action = excluded.action,
                    found = case when a.found @> excluded.found then a.found
                      else a.found || excluded.found end
                returning ${columns}`,
            )
            if (row) all.push(actionOf(row))
          }
          return all
        }),
      ),
    list: async () =>
      (
        await rows<Row>(
          db,
          'list actions',
          sql`select ${columns} from action where tenant_id = 1 order by action_id desc`,
        )
      ).map(actionOf),
    find: async (id) => {
      const [row] = await rows<Row>(
        db,
        'find action',
        sql`select ${columns} from action where tenant_id = 1 and action_id = ${id}::bigint`,
      )
      return row && actionOf(row)
    },
    change: (read, to, row) =>
      named('change action', () =>
        db.transaction(async (tx) => {
          const found = await changed(tx, { read, to })
          if (found && row) await chain(tx, row)
          return found
        }),
      ),
    changeAll: (changes) =>
      named('change actions', async () => {
        try {
          return await db.transaction(async (tx) => {
            for (const one of changes) if (!(await changed(tx, one))) throw new Overtaken()
            // Last, as nothing may be waited for while the trail's head is held.
            for (const { row } of changes) await chain(tx, row)
            return true
          })
        } catch (error) {
          if (error instanceof Overtaken) return false
          throw error
        }
      }),
  }
}

/** Somebody else was first: nothing is written. */
class Overtaken extends Error {}

type Changing = {
  readonly read: Action
  readonly to: Pick<Action, 'state' | 'outcome'>
}

async function changed(tx: Db, { read, to: { state, outcome } }: Changing): Promise<boolean> {
  const found = await rows(
    tx,
    'change action',
    sql`update action set state = ${json(state)}, outcome = ${json(outcome)}
      where tenant_id = 1 and action_id = ${read.id}::bigint and state = ${json(read.state)}
        and outcome = ${json(read.outcome)} returning 1 as one`,
  )
  return found.length > 0
}
