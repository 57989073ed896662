import { index, jsonb, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'

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

/** Charts that a message fetches the picture of, from an address that ends in this id. */
export const hostedPicture = pgTable(
  'hosted_picture',
  {
    tenantId: tenant(),
    /** 144 random bits. */
    pictureId: text('picture_id').notNull(),
    /** What is drawn when it is fetched. */
    chart: jsonb('chart').notNull(),
    /** The message it stands in; null while that is not known. */
    message: text('message'),
    /** When it is over; null: when its message is. */
    until: instant('until'),
    at: instant('at').notNull(),
  },
  (t) => [
    primaryKey({ name: 'hosted_picture_pk', columns: [t.tenantId, t.pictureId] }),
    index('hosted_picture_message').on(t.tenantId, t.message),
    index('hosted_picture_until').on(t.until),
  ],
)
