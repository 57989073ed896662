import { type SQL, sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'

import { ALIAS_PATTERN, longestAlias } from './accounts.ts'
import { rows } from './rows.ts'

/** A person may be typed by fewer letters than any alias has. */
const TYPED_PATTERN = 'p-[a-z2-7]+'

/**
 * Forgets what was said of the people of `their_person`, by whatever alias they have or had: one grows
 * when another's begins alike, and is another after a change of key.
 */
export async function forgetSaid(
  tx: Db,
  run: (what: string, change: SQL) => Promise<void>,
): Promise<void> {
  await rows(
    tx,
    'their aliases',
    sql`create temp table their_alias on commit drop as
      select ${longestAlias(sql`a.pseudonym`)} as longest from their_account a where a.whole
      union select alias from person where tenant_id = 1 and person_id in (table their_person)`,
  )
  await run(
    'forget answers about them',
    sql`delete from answer a where a.tenant_id = 1 and (
      ${names(sql`concat(a.message, ' ', a.made)`)} or ${typed(sql`a.command`)})`,
  )
  await run(
    'forget pictures of them',
    sql`delete from hosted_picture p where p.tenant_id = 1 and ${names(sql`p.chart::text`)}`,
  )
  await run(
    'forget what was sent about them',
    sql`update delivery d set message = null,
        state = case when state in ('due', 'sending') then 'dead' else state end
      where d.tenant_id = 1 and ${names(sql`d.message::text`)}`,
  )
  await run(
    'forget what is sent about them',
    sql`update subscription_target t set what = '', stopped = 'forgotten' where t.tenant_id = 1
      and ${typed(sql`t.what`)}`,
  )
  await run(
    'forget what was noted of them',
    sql`delete from note n where n.tenant_id = 1 and ${typed(sql`n.says`)}`,
  )
  await run(
    'forget what pinned days were called by them',
    sql`update baseline b set says = 'pinned days' where b.tenant_id = 1 and ${typed(sql`b.says`)}`,
  )
  await run(
    'forget why an action was dismissed',
    sql`update action a set state = jsonb_set(state, '{reason}', '"forgotten"')
      where a.tenant_id = 1 and a.state ? 'reason' and ${typed(sql`a.state ->> 'reason'`)}`,
  )
  await run(
    'forget why an alert about them was taken up or ended',
    sql`update alert l set reason = null where l.tenant_id = 1 and ${typed(sql`l.reason`)}`,
  )
  await run(
    'forget what was kept to ask about them',
    sql`delete from saved_question s where s.tenant_id = 1
      and ${typed(sql`concat(s.name, ' ', s.what)`)}`,
  )
}

const IS_THEIRS = sql.raw(
  'exists (select from their_alias t where starts_with(t.longest, found.alias[1]))',
)

/** What was said before a change of key has aliases that nobody can tell apart any more: all of it goes. */
const IS_OF_BEFORE =
  sql.raw(`exists (select from pseudonym_key k where k.tenant_id = 1 and k.version > 1)
  and not exists (select from person p where p.tenant_id = 1 and starts_with(p.alias, found.alias[1]))`)

const inText = (text: SQL, pattern: string, is: SQL) =>
  sql`exists (select from regexp_matches(${text}, ${pattern}, 'g') as found(alias) where ${is})`

const names = (text: SQL) => inText(text, ALIAS_PATTERN, sql`${IS_THEIRS} or (${IS_OF_BEFORE})`)

const typed = (text: SQL) =>
  sql`(${inText(text, TYPED_PATTERN, IS_THEIRS)} or ${inText(text, ALIAS_PATTERN, IS_OF_BEFORE)})`
