import { sql } from 'drizzle-orm'

import type { Db } from '#db/db.ts'
import { migrate } from '#store/migrate.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'

/** What migrations make: the names of its relations, and all that they are as one hash. */
export type Shape = { readonly relations: readonly string[]; readonly hash: string }

/** Tables, columns, indexes, constraints, triggers and functions. */
export async function shapeOf(db: Db): Promise<Shape> {
  const [found] = await rows<Shape>(
    db,
    'read the shape of the store',
    sql`with relation as (
        select oid, relname from pg_class
        where relnamespace = 'public'::regnamespace and relkind <> 't'),
      line (says) as (
        select concat_ws(' ', relname, attname, atttypid, attnotnull, attidentity, attisdropped)
          from relation join pg_attribute on attrelid = relation.oid where attnum > 0
        union all
        select concat_ws(' ', relname, conname, convalidated, condeferred)
          from relation join pg_constraint on conrelid = relation.oid
        union all
        select concat_ws(' ', relname, tgname, tgenabled)
          from relation join pg_trigger on tgrelid = relation.oid
        union all
        select concat_ws(' ', proname, md5(prosrc))
          from pg_proc where pronamespace = 'public'::regnamespace)
      select (select array_agg(relname::text order by relname) from relation) as relations,
        (select md5(string_agg(says, ' ' order by says collate "C")) from line) as hash`,
  )
  if (!found) throw new Error('a migrated store has a shape')
  return found
}

/**
 * Makes a store that was used as empty as a migrated one; false where its shape is no longer that of
 * one. Making and migrating a database takes half a second, emptying one does not.
 */
export async function emptied(store: Store, fresh: Shape | undefined): Promise<boolean> {
  if (!fresh) return false
  const { db } = store
  await rows(db, 'drop months', sql.raw(dropAllBut(fresh.relations)))
  if ((await shapeOf(db)).hash !== fresh.hash) return false
  await rows(db, 'empty the store', sql.raw(EMPTY))
  await migrate(store)
  return true
}

const dropAllBut = (relations: readonly string[]) => `do $$
  declare name text;
  begin
    for name in select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and relname::text not in (select unnest(array[${relations.map((name) => `'${name}'`).join(', ')}]))
    loop
      execute format('drop table if exists %I cascade', name);
    end loop;
  end $$`

/** A table that ever had a row has a page. Statistics go too: they would plan for rows that are gone. */
const EMPTY = `do $$
  declare
    filled text;
    counter text;
  begin
    select string_agg(format('%I', relname), ', ') into filled from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_relation_size(oid) > 0;
    if filled is not null then
      execute 'truncate ' || filled || ' restart identity cascade';
    end if;
    for counter in select sequencename from pg_sequences
      where schemaname = 'public' and last_value is not null
    loop
      execute format('alter sequence %I restart', counter);
    end loop;
    delete from pg_statistic using pg_class
      where starelid = pg_class.oid and relnamespace = 'public'::regnamespace;
  end $$`
