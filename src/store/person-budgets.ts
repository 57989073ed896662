import { type SQL, sql } from 'drizzle-orm'

import type { PersonBudget } from '#core/budget/budget.ts'
import type { Db } from '#db/db.ts'
import type { PersonBudgetBook } from '#ledgers.ts'
import type { Outbox } from '#ports.ts'

import { chain } from './audit.ts'
import { instant } from './outbox.ts'
import { named, packed, rows } from './rows.ts'

/** Puts what is to be sent into the outbox, in the transaction that found it. */
type Put = (tx: Db, delivery: Parameters<Outbox['put']>[0]) => Promise<unknown>

/** Who the person is today: an account may have been joined with another one's since. */
const OF_NOW = sql.raw(`coalesce((select m.person_id from account_person m
  where m.tenant_id = 1 and m.account_id = b.person_id order by m.valid_to desc limit 1), b.person_id)`)

const ms = (column: string) => sql.raw(`(extract(epoch from b.${column}) * 1000)::bigint`)

/** Each change is written together with its row of the trail, and with what is told of it. */
export function personBudgetBook(db: Db, put: Put): PersonBudgetBook {
  const where = (name: string, condition: SQL, most = 1_000) =>
    packed<PersonBudget>(
      db,
      name,
      sql`select b.budget_id as id, p.alias, b.spec, b.state, ${ms('at')} as at,
          ${ms('changed_at')} as "changedAt",
          json_build_object('platform', b.platform, 'workspace', b.workspace, 'kind', 'person',
            'id', b.maker) as maker,
          (select coalesce(json_agg(json_build_object('from', r.from_day, 'percent', r.percent,
              'on', r.on_day) order by r.from_day desc, r.percent desc), '[]')
            from person_budget_reached r
            where r.tenant_id = 1 and r.budget_id = b.budget_id) as reached
        from person_budget b
        join person p on p.tenant_id = 1 and p.person_id = ${OF_NOW}
        where b.tenant_id = 1 and ${condition} limit ${most}::int`,
    )
  return {
    of: ({ platform, workspace, id }) =>
      where(
        'list budgets',
        sql`b.platform = ${platform}::text and b.workspace = ${workspace}::text
          and b.maker = ${id}::text and b.state <> 'removed' order by b.budget_id desc`,
      ),
    about: (alias) =>
      where('budgets of a person', sql`p.alias = ${alias}::text order by b.budget_id desc`),
    find: async (id) => (await where('find a budget', sql`b.budget_id = ${id}::bigint`))[0],
    due: ({ before, most, platforms }) =>
      where(
        'budgets to look at',
        sql`b.state = 'on' and b.platform = any(${sql.param([...platforms])}::text[])
          and (b.looked_at is null or b.looked_at <= ${instant(before)})
          order by b.looked_at nulls first, b.budget_id`,
        most,
      ),
    make: ({ person, spec, maker }, row) =>
      named('make a budget', () =>
        db.transaction(async (tx) => {
          const [made] = await rows<{ readonly id: number }>(
            tx,
            'make a budget',
            sql`insert into person_budget (person_id, spec, platform, workspace, maker, state, at, changed_at)
              values (${person}::int, ${JSON.stringify(spec)}::text::jsonb, ${maker.platform}::text,
                ${maker.workspace}::text, ${maker.id}::text, 'off', ${instant(row(0).at)},
                ${instant(row(0).at)})
              returning budget_id::int as id`,
          )
          if (!made) throw new Error('a budget was not written')
          await chain(tx, row(made.id))
          return made.id
        }),
      ),
    set: (id, { state, from, told }, row) =>
      named('set a budget', () =>
        db.transaction(async (tx) => {
          const changed = await rows(
            tx,
            'set a budget',
            sql`update person_budget set state = ${state}::text, changed_at = ${instant(row.at)},
                looked_at = null
              where tenant_id = 1 and budget_id = ${id}::bigint
                and state = any(${sql.param([...from])}::text[]) returning 1 as one`,
          )
          if (changed.length === 0) return false
          await chain(tx, row)
          if (told) await put(tx, told)
          return true
        }),
      ),
    reach: (id, found, { at, told }) =>
      named('note what a budget reached', () =>
        db.transaction(async (tx) => {
          // Held, so that of two processes one tells it; gone when the person is forgotten meanwhile.
          const [held] = await rows<{ readonly person: number }>(
            tx,
            'look at a budget',
            sql`update person_budget set looked_at = ${instant(at)}
              where tenant_id = 1 and budget_id = ${id}::bigint and state = 'on'
              returning person_id::int as person`,
          )
          if (!held) return
          const fresh = []
          for (const crossing of found) {
            const { from, percent, on } = crossing
            const noted = await rows(
              tx,
              'note a step',
              sql`insert into person_budget_reached (budget_id, from_day, percent, person_id, on_day)
                values (${id}::bigint, ${from}::date, ${percent}::smallint, ${held.person}::int,
                  ${on}::date)
                on conflict do nothing returning 1 as one`,
            )
            if (noted.length > 0) fresh.push(crossing)
          }
          const delivery = told(fresh)
          if (delivery) await put(tx, delivery)
        }),
      ),
  }
}
