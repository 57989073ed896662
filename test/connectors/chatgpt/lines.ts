import { chatgpt } from '#connectors/chatgpt/connector.ts'
import {
  type chatGptServer,
  COMPLIANCE_KEY,
  ORGANIZATION,
  WORKSPACE,
} from '#test/support/vendors/chatgpt.ts'
import { connectorCall } from '#test/support/vendors/connector-call.ts'

type Server = Awaited<ReturnType<typeof chatGptServer>>

export const ADA = { id: 'user-ada', email: 'Ada@Corp.com' }
export const BO = { id: 'user-bo', email: 'bo@corp.com' }

export const calling = (server: Server, settings: Readonly<Record<string, string>> = {}) =>
  connectorCall(chatgpt, {
    servers: server.servers,
    settings: {
      CHATGPT_COMPLIANCE_KEY: COMPLIANCE_KEY,
      CHATGPT_WORKSPACE_ID: WORKSPACE,
      CHATGPT_ORGANIZATION_ID: ORGANIZATION,
      ...settings,
    },
  })

/** Lines as the Compliance Logs Platform words them, with fields it may add later. */
export const line = (event_id: string, timestamp: string, more: object) => ({
  event_id,
  timestamp,
  principal: { id: WORKSPACE, type: 'CHATGPT_WORKSPACE' },
  actor: { type: 'ACCOUNT_USER', user_id: ADA.id, user_email: ADA.email },
  added_later: { any: 'thing' },
  ...more,
})

export const cost = (
  event_id: string,
  day: string,
  over: {
    readonly user?: typeof ADA | null
    readonly product?: string
    readonly client?: string
    readonly model?: string
    readonly tokens?: readonly [input: number, cached: number, output: number]
    readonly credits?: number
  } = {},
) => {
  const { user = ADA, product = 'CHATGPT', client = 'WEB', model = 'gpt-5.6' } = over
  const [input, cached, output] = over.tokens ?? [75, 880, 20]
  return {
    event_id,
    type: 'COSTS',
    timestamp: `${day}T11:00:00Z`,
    payload: {
      day,
      hour: 10,
      identity: user && { user_id: user.id, email: user.email, name: 'A Person', groups: ['Eng'] },
      product,
      client,
      surface: 'web',
      model,
      measures: {
        usage: {
          text_input_tokens: input,
          text_cached_input_tokens: cached,
          text_output_tokens: output,
        },
        billing: [
          {
            sku: 'chat-thinking',
            quantity: { value: 1, unit: 'MESSAGES' },
            cost: { value: over.credits ?? 1.25, unit: 'CREDITS' },
          },
        ],
      },
    },
  }
}

export const message = (
  id: string,
  at: string,
  over: {
    readonly author?: string
    readonly parent?: string
    readonly type?: string
    readonly value?: unknown
    readonly model?: string
    readonly conversation?: string
    readonly event?: string
  } = {},
) =>
  line(over.event ?? `event-${id}`, at, {
    type: 'CONVERSATION_MESSAGE',
    message: {
      id,
      parent_id: over.parent ?? null,
      created_at: at,
      author: { type: over.author ?? 'user', client_type: 'web' },
      content: { type: over.type ?? 'text', value: over.value ?? 'what is our margin?' },
      ...(over.model === undefined ? {} : { model: over.model }),
      files: [],
    },
    conversation: {
      id: over.conversation ?? 'conv-1',
      title: 'Salaries of the board',
      created_at: at,
      is_temporary_chat: false,
    },
  })
