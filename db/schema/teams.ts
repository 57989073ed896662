import { index, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

import { instant, now, tenant } from './columns.ts'

/** Where the app is installed in Teams, and how it is reached there. */
export const teamsConversation = pgTable(
  'teams_conversation',
  {
    tenantId: tenant(),
    /** The Entra tenant. */
    workspace: text('workspace').notNull(),
    conversationId: text('conversation_id').notNull(),
    /** `personal`, `group` or `channel`. */
    kind: text('kind').notNull(),
    serviceUrl: text('service_url').notNull(),
    /** Whose personal chat it is: their object id in Entra. */
    userId: text('user_id'),
    at: instant('at').notNull().default(now),
  },
  (t) => [
    primaryKey({
      name: 'teams_conversation_pk',
      columns: [t.tenantId, t.workspace, t.conversationId],
    }),
    index('teams_conversation_user').on(t.tenantId, t.workspace, t.userId),
  ],
)
