import { sql } from 'drizzle-orm'

import type { ServiceMapping, ServiceMove, Services } from '#books.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'

import { dryRunnable } from './directory.ts'
import { markDays } from './mark-days.ts'
import { NOBODY } from './nobody.ts'
import { rebuildDirtyDays } from './rebuild.ts'
import { rows } from './rows.ts'
import { billed, SPENT, WITH_BILL } from './spent.ts'
import { OF_UNITS } from './unit-accounts.ts'
import { addUnits } from './units.ts'

const FIRST = '0001-01-01'
const STILL = '9999-12-31'

type Span = { readonly account: number; readonly from?: Day; readonly to?: Day }

/** Which unit pays for a key, project, workspace or tag. What is mapped to none is unattributed. */
export function services(db: Db): Services {
  const change = async (
    span: Span,
    unit: string | null,
    options: Options,
  ): Promise<ServiceMove> => {
    const moved = await dryRunnable(db, options.dryRun, async (tx) => {
      await checkService(tx, span.account)
      const from = span.from ?? FIRST
      const to = span.to ?? STILL
      if (from > to) throw new UserError(`${from} is after ${to}`, 'Write the earlier day first.')
      if (unit !== null) await addUnits(tx, [unit])
      const move = await measureMove(tx, { account: span.account, from, to, unit })
      await makeRoom(tx, { account: span.account, from, to })
      if (unit !== null) {
        await rows(
          tx,
          'map service',
          sql`insert into service_unit (account_id, valid_from, valid_to, unit_id, by)
            select ${span.account}::int, ${from}::date, ${to}::date, unit_id, ${options.by}
            from org_unit where tenant_id = 1 and path = ${unit}`,
        )
      }
      await markDays(
        tx,
        sql`where f.tenant_id = 1 and f.account_id = ${span.account}::int
          and f.day between ${from}::date and ${to}::date`,
      )
      return move
    })
    if (!options.dryRun) await rebuildDirtyDays(db)
    return moved
  }
  return {
    list: () =>
      rows<ServiceMapping>(
        db,
        'services',
        sql`select s.account_id as account, s.source, s.kind, s.label, u.path as unit,
            v.valid_from::text as "from", nullif(v.valid_to, ${STILL}::date)::text as "to"
          from service_account s
          left join service_unit v on v.tenant_id = 1 and v.account_id = s.account_id
          left join org_unit u on u.tenant_id = 1 and u.unit_id = v.unit_id
          where s.tenant_id = 1 and s.account_id is distinct from ${NOBODY}
            and s.account_id not in ${OF_UNITS}
          order by s.source, s.kind, s.label, s.account_id, v.valid_from`,
      ),
    map: ({ unit, ...span }, options) => change(span, unit, options),
    unmap: (span, options) => change(span, null, options),
  }
}

type Options = { readonly by: string; readonly dryRun: boolean }

async function checkService(tx: Db, account: number): Promise<void> {
  const [found] = await rows<{ one: number }>(
    tx,
    'find service',
    sql`select 1 as one from service_account where tenant_id = 1 and account_id = ${account}::int`,
  )
  if (found) return
  throw new UserError(
    `There is no key, project or workspace ${account}`,
    'Give a number from the list of services.',
  )
}

/** Requests and dollars that come to another unit, as answers count them: a bill stands for its day. */
async function measureMove(
  tx: Db,
  { account, from, to, unit }: { account: number; from: string; to: string; unit: string | null },
): Promise<ServiceMove> {
  const [found] = await rows<{ requests: string; micros: string; days: number }>(
    tx,
    'what moves',
    sql`with ${billed({ from, to })}
      select coalesce(sum(f.requests), 0)::text as requests, count(distinct f.day)::int as days,
        coalesce(${SPENT}, 0)::text as micros
      from usage_daily f ${WITH_BILL}
      where f.tenant_id = 1 and f.account_id = ${account}::int
        and f.day between ${from}::date and ${to}::date
        and f.unit_id <> coalesce((select unit_id from org_unit where tenant_id = 1
          and path = ${unit}::text), 0)`,
  )
  return {
    requests: Number(found?.requests ?? 0),
    micros: BigInt(found?.micros ?? 0),
    days: found?.days ?? 0,
  }
}

/** What was mapped on these days is not any more; before and after them it stays. */
async function makeRoom(
  tx: Db,
  { account, from, to }: { account: number; from: string; to: string },
): Promise<void> {
  await rows(
    tx,
    'make room',
    sql`with old as (
        delete from service_unit where tenant_id = 1 and account_id = ${account}::int
          and valid_from <= ${to}::date and valid_to >= ${from}::date returning *
      )
      insert into service_unit (account_id, valid_from, valid_to, unit_id, by)
      select account_id, valid_from, ${from}::date - 1, unit_id, by from old
        where valid_from < ${from}::date
      union all
      select account_id, ${to}::date + 1, valid_to, unit_id, by from old where valid_to > ${to}::date`,
  )
}
