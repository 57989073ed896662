import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { rows } from './rows.ts'

const SUMMED =
  `messages, sessions, vendor_sessions, requests, agent_requests, errors, prompt_characters,
  prompts_measured, prompts_short, prompts_middle, prompts_long, output_characters, outputs_measured,
  input_tokens, cache_read_tokens, cache_write_tokens, output_tokens, unpriced_tokens, light_requests,
  code_generations, code_acceptances, credits_milli, cost_billed_micros, cost_estimated_micros,
  cost_credits_micros`
    .split(',')
    .map((column) => column.trim())

const SUMS = sql.raw(
  `bool_or(active), bool_or(passive), ${SUMMED.map((of) => `sum(${of})`).join(', ')}`,
)
const COLUMNS = sql.raw(`tool_id, active, passive, ${SUMMED.join(', ')}`)

async function emptied(tx: Db, stale: SQL, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await rows(
      tx,
      'delete rolled up days',
      sql`delete from ${sql.identifier(table)} where tenant_id = 1 and day = ${stale}`,
    )
  }
}

/**
 * Writes `rollup_unit_day`, and from it those of departments and of the company, for the days that are
 * stale: sums, where unknown stays unknown.
 */
export async function rebuildUnits(tx: Db, stale: SQL): Promise<void> {
  await emptied(tx, stale, ['rollup_unit_day', 'rollup_department_day', 'rollup_day'])
  await rows(
    tx,
    'unit days',
    sql`insert into rollup_unit_day (day, unit_id, ${COLUMNS})
      select day, unit_id, tool_id, ${SUMS}
      from usage_daily where tenant_id = 1 and day = ${stale}
      group by day, unit_id, tool_id
      order by day, unit_id`,
  )
  await rows(
    tx,
    'department days',
    sql`insert into rollup_department_day (day, department_id, ${COLUMNS})
      select f.day, coalesce(u.department_id, 0), tool_id, ${SUMS}
      from rollup_unit_day f left join org_unit u on u.tenant_id = 1 and u.unit_id = f.unit_id
      where f.tenant_id = 1 and f.day = ${stale}
      group by 1, 2, 3`,
  )
  await rows(
    tx,
    'days of the company',
    sql`insert into rollup_day (day, ${COLUMNS})
      select day, tool_id, ${SUMS}
      from rollup_department_day where tenant_id = 1 and day = ${stale}
      group by 1, 2`,
  )
}

/** Bitmaps grow in steps, since those of unequal length cannot be combined. */
const STEP_BITS = 8192
const WORD = 64

/** Writes `active_bits`, from it `active_day`, and `unit_people` for the days that are stale. */
export async function rebuildActive(tx: Db, stale: SQL): Promise<void> {
  await emptied(tx, stale, ['active_bits', 'active_day', 'unit_people'])
  const bits = await widenBits(tx)
  await rows(
    tx,
    'active people',
    sql`insert into active_bits (tenant_id, day, department_id, tool_id, bits)
      with word as (
        select f.day, coalesce(u.department_id, 0) as department_id, f.tool_id,
          f.person_id / ${WORD}::int as n,
          bit_or((1::bigint << (${WORD - 1}::int - f.person_id % ${WORD}::int))::bit(64)) as bits
        from usage_daily f
        left join org_unit u on u.tenant_id = 1 and u.unit_id = f.unit_id
        where f.tenant_id = 1 and f.active and f.person_id <> 0
          and f.day = ${stale}
        group by 1, 2, 3, 4
      ), spaced as (
        select *, n - 1 - coalesce(lag(n) over cell, -1) as empty from word
        window cell as (partition by day, department_id, tool_id order by n)
      )
      select 1, day, department_id, tool_id, rpad(
        string_agg(repeat('0', empty * ${WORD}::int) || bits::text, '' order by n),
        ${bits}::int, '0')::varbit
      from spaced
      group by day, department_id, tool_id`,
  )
  await rows(
    tx,
    'active people of the company',
    sql`insert into active_day (day, tool_id, bits)
      select day, tool_id, bit_or(bits) from active_bits where tenant_id = 1 and day = ${stale}
      group by day, tool_id`,
  )
  await rows(
    tx,
    'unit people',
    sql`insert into unit_people (tenant_id, day, unit_id, tool_id, people)
      select 1, f.day, f.unit_id, f.tool_id, array_agg(distinct f.person_id order by f.person_id)
      from usage_daily f
      join org_unit u on u.tenant_id = 1 and u.unit_id = f.unit_id and u.level > 1
      where f.tenant_id = 1 and f.active and f.person_id <> 0
        and f.day = ${stale}
      group by f.day, f.unit_id, f.tool_id`,
  )
}

/** Room for every person there is; earlier days are padded when a step is passed. */
async function widenBits(tx: Db): Promise<number> {
  const [most] = await rows<{ person: number }>(
    tx,
    'last person',
    sql`select coalesce(max(person_id), 0)::int as person from person where tenant_id = 1`,
  )
  const bits = Math.ceil(((most?.person ?? 0) + 1) / STEP_BITS) * STEP_BITS
  for (const table of ['active_bits', 'active_day']) {
    await rows(
      tx,
      'widen active people',
      sql`update ${sql.identifier(table)} set bits = rpad(bits::text, ${bits}::int, '0')::varbit
        where tenant_id = 1 and length(bits) < ${bits}::int`,
    )
  }
  return bits
}
