import { and, desc, eq, sql } from 'drizzle-orm'

import type { Conversation, Conversations } from '#conversations.ts'
import type { Db } from '#db/db.ts'
import { teamsConversation } from '#db/schema/teams.ts'

import { named } from './rows.ts'

/** The company the store serves. */
const TENANT = 1

type Row = typeof teamsConversation.$inferSelect

const read = ({ workspace, conversationId: id, kind, serviceUrl, userId }: Row): Conversation => ({
  workspace,
  id,
  kind: kind as Conversation['kind'],
  serviceUrl,
  ...(userId !== null && { user: userId }),
})

/** Where the app is installed in Teams. */
export function conversations(db: Db): Conversations {
  const isHere = (workspace: string) =>
    and(eq(teamsConversation.tenantId, TENANT), eq(teamsConversation.workspace, workspace))
  const isOne = (workspace: string, id: string) =>
    and(isHere(workspace), eq(teamsConversation.conversationId, id))

  return {
    keep: ({ workspace, id, kind, serviceUrl, user }) =>
      named('keep conversation', async () => {
        await db
          .insert(teamsConversation)
          .values({ workspace, conversationId: id, kind, serviceUrl, userId: user ?? null })
          .onConflictDoUpdate({
            target: [
              teamsConversation.tenantId,
              teamsConversation.workspace,
              teamsConversation.conversationId,
            ],
            set: { serviceUrl, at: sql`now()` },
          })
      }),
    forget: (workspace, id) =>
      named('forget conversation', async () => {
        await db.delete(teamsConversation).where(isOne(workspace, id))
      }),
    find: (workspace, id) =>
      named('find conversation', async () => {
        const [row] = await db.select().from(teamsConversation).where(isOne(workspace, id))
        return row && read(row)
      }),
    all: (workspace) =>
      named('list conversations', async () => {
        const rows = await db
          .select()
          .from(teamsConversation)
          .where(isHere(workspace))
          .orderBy(desc(teamsConversation.at))
        return rows.map(read)
      }),
    personal: (workspace, user) =>
      named('find personal chat', async () => {
        const [row] = await db
          .select()
          .from(teamsConversation)
          .where(
            and(
              isHere(workspace),
              eq(teamsConversation.kind, 'personal'),
              eq(teamsConversation.userId, user),
            ),
          )
          .orderBy(desc(teamsConversation.at))
          .limit(1)
        return row && read(row)
      }),
  }
}
