import { and, eq, lt } from 'drizzle-orm'

import type { View } from '#core/access/access.ts'
import type { Message } from '#core/message/message.ts'
import type { Db } from '#db/db.ts'
import { answer } from '#db/schema/chat.ts'
import type { Answers } from '#ports.ts'

import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1
const KEPT_DAYS = 7
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Answers as they were given; each is its asker's alone, and gone after seven days. */
export function answers(db: Db): Answers {
  return {
    put: ({ viewer, at, command, message, view }) =>
      named('keep answer', async () => {
        const oldest = new Date(at - KEPT_DAYS * 86_400_000).toISOString()
        const gone = db
          .$with('gone')
          .as(db.delete(answer).where(lt(answer.at, oldest)).returning({ id: answer.answerId }))
        const [row] = await db
          .with(gone)
          .insert(answer)
          .values({ viewer, at: new Date(at).toISOString(), command, message, view })
          .returning({ id: answer.answerId })
        if (row === undefined) throw new Error('an inserted answer has no id')
        return row.id
      }),
    get: (id, viewer) =>
      named('find answer', async () => {
        if (!UUID.test(id)) return undefined
        const [row] = await db
          .select()
          .from(answer)
          .where(
            and(eq(answer.tenantId, TENANT), eq(answer.answerId, id), eq(answer.viewer, viewer)),
          )
        return (
          row && {
            id,
            viewer,
            at: Date.parse(row.at),
            command: row.command,
            message: row.message as Message,
            view: row.view as View,
          }
        )
      }),
  }
}
