import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { UsageReport } from '#ingest.ts'

import { rows } from './rows.ts'
import { NUMBERS } from './stage-reports.ts'

type Column = keyof typeof NUMBERS

type Stored = Pick<
  UsageReport,
  'day' | 'account' | 'tool' | 'source' | 'model' | 'feature' | 'active' | 'passive'
> & { readonly numbers: Readonly<Record<Column, string | null>> }

/** What is stored of a source's days as sums, with the hash they belong to under the present key. */
export async function storedSums(
  db: Db,
  source: string,
  days: readonly Day[],
): Promise<readonly UsageReport[]> {
  const columns = Object.keys(NUMBERS) as readonly Column[]
  const numbers = sql.raw(columns.map((name) => `'${name}', r.${name}::text`).join(', '))
  const found = await rows<Stored>(
    db,
    'sums of units',
    sql`
      select r.day::text as day, encode(a.pseudonym, 'hex') as account, t.name as tool,
        s.name as source, m.name as model, f.name as feature, r.active, r.passive,
        json_build_object(${numbers}) as numbers
      from usage_report r
      join source s on s.tenant_id = 1 and s.id = r.source_id
      join tool t on t.tenant_id = 1 and t.id = r.tool_id
      left join model m on m.tenant_id = 1 and m.id = r.model_id
      left join feature f on f.tenant_id = 1 and f.id = r.feature_id
      left join account a on a.tenant_id = 1 and a.account_id = r.account_id and a.key_version = 1
      where r.tenant_id = 1 and s.name = ${source} and r.day = any(${sql.param(days)}::date[])`,
  )
  return found.map(({ numbers, ...facts }) => {
    const read = columns.map((column) => {
      const [name, text] = [NUMBERS[column], numbers[column]]
      return [name, text === null ? null : name.endsWith('Micros') ? BigInt(text) : Number(text)]
    })
    return Object.assign(facts, Object.fromEntries(read) as Pick<UsageReport, Name>)
  })
}

type Name = (typeof NUMBERS)[Column]
