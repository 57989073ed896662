import { stripMentionsText } from '@microsoft/teams.api'
import { z } from 'zod'

import type { Conversation } from '#conversations.ts'

/** Someone's account as Teams names it: `id` there alone, `object` in all of Entra. */
export type Person = { readonly id: string; readonly object: string; readonly name: string }

/** `tag`: how it stands in the text. */
type Mention = { readonly id: string; readonly name: string; readonly tag: string }

/** What came in, as far as we look at it. */
export type Heard = {
  readonly id: string
  /** With the thread it was said in. */
  readonly conversation: Conversation
  readonly thread: string
  readonly person: Person
  readonly text: string
  /** Whom it names with @, besides the app. */
  readonly mentions: readonly Mention[]
  /** What a button or a form sent along. */
  readonly data: unknown
  /** The message whose button was pressed. */
  readonly replyTo?: string | undefined
}

const KINDS = { personal: 'personal', groupChat: 'group', channel: 'channel' } as const

const inbound = z.object({
  id: z.string().min(1),
  serviceUrl: z.string(),
  conversation: z.object({
    id: z.string().min(1),
    conversationType: z.enum(['personal', 'groupChat', 'channel']).optional(),
    isGroup: z.boolean().optional(),
  }),
  from: z.object({
    id: z.string().min(1),
    aadObjectId: z.string().min(1),
    name: z.string().default('Someone'),
  }),
  recipient: z.object({ id: z.string() }),
  text: z.string().default(''),
  entities: z.array(z.unknown()).default([]),
  replyToId: z.string().optional(),
  value: z.unknown().optional(),
})

const ENTITIES: readonly (readonly [RegExp, string])[] = [
  [/&nbsp;/g, ' '],
  [/&lt;/g, '<'],
  [/&gt;/g, '>'],
  [/&quot;/g, '"'],
  [/&#39;/g, "'"],
  [/&amp;/g, '&'],
]

const unescaped = (text: string): string =>
  ENTITIES.reduce((said, [written, meant]) => said.replaceAll(written, meant), text)

/** What a person typed, without the mention of the app and what Teams wrote in other characters. */
function typed(activity: object, bot: string): string {
  const text = stripMentionsText(activity as Parameters<typeof stripMentionsText>[0], {
    accountId: bot,
  })
  return unescaped(text ?? '')
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replace(/^\s*\/?ai-usage\b/i, '')
    .trim()
}

const entity = z.object({
  type: z.literal('mention'),
  text: z.string().optional(),
  mentioned: z.object({ id: z.string().min(1), name: z.string().default('Someone') }),
})

/** Whom a message names besides the app. */
function mentionsIn(entities: readonly unknown[], bot: string): readonly Mention[] {
  return entities.flatMap((one) => {
    const { data } = entity.safeParse(one)
    if (data === undefined || data.mentioned.id === bot) return []
    const { id, name } = data.mentioned
    return [{ id, name, tag: unescaped(data.text ?? `<at>${name}</at>`) }]
  })
}

/** Channels are kept without the thread a message was in. */
const withoutThread = (id: string) => id.replace(/;messageid=.*$/, '')

type Inbound = z.infer<typeof inbound>['conversation']

/** Where it is not said, only what Teams names like a chat of two is one; undefined for what may be more. */
function kindOf({ id, conversationType, isGroup }: Inbound): Conversation['kind'] | undefined {
  if (conversationType !== undefined) return KINDS[conversationType]
  return id.startsWith('a:') && isGroup !== true ? 'personal' : undefined
}

/** Undefined for what no person of Entra said, such as another bot, and where nobody can say who reads. */
export function readActivity(activity: object, workspace: string): Heard | undefined {
  const { data } = inbound.safeParse(activity)
  if (data === undefined) return undefined
  const { id, serviceUrl, conversation, from, recipient, replyToId, value } = data
  const kind = kindOf(conversation)
  if (kind === undefined) return undefined
  return {
    id,
    conversation: {
      workspace,
      id: withoutThread(conversation.id),
      kind,
      serviceUrl,
      ...(kind === 'personal' && { user: from.aadObjectId }),
    },
    thread: conversation.id,
    person: { id: from.id, object: from.aadObjectId, name: from.name },
    mentions: mentionsIn(data.entities, recipient.id),
    text: data.text === '' ? '' : typed(activity, recipient.id),
    data: value,
    replyTo: replyToId,
  }
}
