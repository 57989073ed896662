import { randomInt } from 'node:crypto'

import { and, desc, eq, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'

import type { View } from '#core/access/access.ts'
import type { Made } from '#core/explain/made.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { Message } from '#core/message/message.ts'
import type { Db } from '#db/db.ts'
import { answer } from '#db/schema/chat.ts'
import type { Answers } from '#ports.ts'

import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1
const KEPT_DAYS = 7
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Nothing that is read as another, and no vowels: no id is a word. */
const LETTERS = '23456789bcdfghjkmnpqrstvwxz'
const SHORTEST = 4
const TRIES_A_LENGTH = 3

/** Answers as they were given; each is its asker's alone, and gone after seven days. */
export function answers(db: Db): Answers {
  const newest = [desc(answer.at), desc(answer.answerId)] as const
  return {
    put: (given) =>
      named('keep answer', async () => {
        for (let attempt = 0; ; attempt += 1) {
          const kept = await insert(db, given, newRef(attempt))
          if (kept) return kept
        }
      }),
    get: (id, viewer) =>
      named('find answer', async () => {
        if (!UUID.test(id)) return undefined
        const mine = and(eq(answer.answerId, id), eq(answer.viewer, viewer))
        const [row] = await db
          .select()
          .from(answer)
          .where(and(eq(answer.tenantId, TENANT), mine))
        return row && stored(row)
      }),
    find: (ref) =>
      named('find answer by its name', async () => {
        const [row] = await db
          .select()
          .from(answer)
          .where(and(eq(answer.tenantId, TENANT), eq(answer.ref, ref)))
        return row && stored(row)
      }),
    last: (viewer, which) =>
      named('find last answer', async () => {
        const kind = which === 'shared' ? answer.posted : answer.made
        // What was shared is its sharer's, and not the answer they asked for last.
        const alone = which === 'shared' ? undefined : isNull(answer.posted)
        const mine = and(eq(answer.viewer, viewer), isNotNull(kind), alone)
        const [row] = await db
          .select()
          .from(answer)
          .where(and(eq(answer.tenantId, TENANT), mine))
          .orderBy(...newest)
          .limit(1)
        return row && stored(row)
      }),
    post: (id, place) =>
      named('note where an answer was shared', async () => {
        await db
          .update(answer)
          .set({ posted: place ?? null })
          .where(and(eq(answer.tenantId, TENANT), eq(answer.answerId, id)))
      }),
  }
}

/** Undefined where another answer is called so. */
async function insert(
  db: Db,
  { viewer, at, command, message, view, made }: Parameters<Answers['put']>[0],
  ref: string,
): Promise<StoredAnswer | undefined> {
  const oldest = new Date(at - KEPT_DAYS * 86_400_000).toISOString()
  const gone = db
    .$with('gone')
    .as(db.delete(answer).where(lt(answer.at, oldest)).returning({ id: answer.answerId }))
  const said = { viewer, at: afterOthers(viewer, at), command, message: message(ref), view }
  const [row] = await db
    .with(gone)
    .insert(answer)
    .values({ ...said, ref, made })
    .onConflictDoNothing()
    .returning()
  return row && stored(row)
}

/**
 * A clock that tells milliseconds, or stands still as in a demo, has several answers in one: each stands a
 * microsecond after the one before, so that the last is the one that was given last.
 */
function afterOthers(viewer: string, at: number): SQL {
  const [from, to] = [new Date(at).toISOString(), new Date(at + 1).toISOString()]
  return sql`coalesce(
    (select max(earlier.at) + interval '1 microsecond' from answer earlier
      where earlier.viewer = ${viewer} and earlier.tenant_id = ${TENANT}
        and earlier.at >= ${from}::timestamptz and earlier.at < ${to}::timestamptz),
    ${from}::timestamptz)`
}

/** Longer where the short ones are mostly taken. */
function newRef(attempt: number): string {
  const length = SHORTEST + Math.floor(attempt / TRIES_A_LENGTH)
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

const stored = (row: typeof answer.$inferSelect): StoredAnswer => ({
  id: row.answerId,
  ref: row.ref ?? '',
  viewer: row.viewer,
  at: Date.parse(row.at),
  command: row.command,
  message: row.message as Message,
  view: row.view as View,
  ...(row.made !== null && { made: row.made as Made }),
  ...(row.posted !== null && { posted: row.posted }),
})
