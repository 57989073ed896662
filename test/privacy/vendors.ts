import { tokens, user } from '#test/connectors/anthropic/serving.ts'
import { line } from '#test/connectors/chatgpt/lines.ts'
import { event } from '#test/connectors/cursor/serving.ts'
import { request } from '#test/connectors/litellm/house.ts'
import { ADMIN_KEY as ANTHROPIC_KEY, anthropicServer } from '#test/support/vendors/anthropic.ts'
import {
  chatGptServer,
  COMPLIANCE_KEY,
  ORGANIZATION,
  WORKSPACE,
} from '#test/support/vendors/chatgpt.ts'
import { ADMIN_KEY as CURSOR_KEY, cursorServer } from '#test/support/vendors/cursor.ts'
import { litellm, proxy } from '#test/support/vendors/litellm.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'

import { CANARY } from './canaries.ts'

const { email, name, colleague, prompt, reply, title, file, asset, conversation, ip } = CANARY

/** What opens the vendors' doors. */
export const SECRETS = {
  cursor: CURSOR_KEY,
  anthropic: ANTHROPIC_KEY,
  chatgpt: COMPLIANCE_KEY,
  openai: OPENAI_ADMIN_KEY,
  litellm: 'sk-admin-of-the-gateway',
}

/** Five vendors that know the person well, and tell more than they are asked. */
export async function tellingVendors() {
  await using opening = new AsyncDisposableStack()
  const cursor = opening.use(await cursorServer({ perMinute: 10_000 }))
  cursor.members([{ id: 7, email, name }])
  cursor.restate([event({ userEmail: email, prompt, conversationId: conversation })])
  cursor.happened({
    event_id: 'e1',
    timestamp: '2026-11-20T10:00:00Z',
    event_type: 'add_user',
    user_email: email,
    ip_address: ip,
    event_data: { email: colleague, name },
  })
  const anthropic = opening.use(await anthropicServer())
  anthropic.restate([
    {
      at: '2026-11-20T08:00:00Z',
      group: {
        actor: { ...user(email), name },
        model: 'claude-opus-5-5',
        product: 'claude_code',
        workspace_id: 'wrkspc_cc',
      },
      usage: tokens(100),
      cost: { amount: '123.456', list_amount: '130' },
    },
  ])
  const chatgpt = opening.use(await chatGptServer())
  chatgpt.people([{ id: 'user-zqxid', email }])
  chatgpt.publish('CONVERSATION_MESSAGE', '2026-11-20T11:00:00Z', [
    told('m1', 'user', prompt),
    told('r1', 'assistant', reply),
  ])
  const gateway = opening.use(
    await litellm(
      proxy({
        key: SECRETS.litellm,
        agents: [{ agent_id: 'a-private-one', agent_name: asset, card: `${asset} of ${name}` }],
        spend: [
          request('zqxrequest', {
            session_id: conversation,
            agent_id: 'a-private-one',
            end_user: name,
            messages: JSON.stringify([{ role: 'user', content: prompt }]),
            response: JSON.stringify({ content: reply }),
            requester_ip_address: ip,
            metadata: { user_api_key_user_email: email, user_agent: 'claude-cli/2.0' },
          }),
        ],
      }),
    ),
  )
  const openai = opening.use(await openAiServer())
  openai.people([{ id: 'user-zqxid', email }])
  openai.use([
    {
      kind: 'completions',
      at: Date.parse('2026-11-20T09:00:00Z') / 1000,
      of: { user_id: 'user-zqxid', project_id: 'proj_1', model: 'gpt-4o', batch: false },
      counts: { num_model_requests: 5, input_tokens: 1000, output_tokens: 500 },
    },
  ])
  const servers = [cursor, anthropic, ...chatgpt.servers, gateway, openai]
  const opened = opening.move()
  return {
    settings: {
      CURSOR_ADMIN_KEY: CURSOR_KEY,
      ANTHROPIC_ADMIN_KEY: ANTHROPIC_KEY,
      CHATGPT_COMPLIANCE_KEY: COMPLIANCE_KEY,
      CHATGPT_WORKSPACE_ID: WORKSPACE,
      CHATGPT_ORGANIZATION_ID: ORGANIZATION,
      OPENAI_ADMIN_KEY,
      ...gateway.settings,
      AI_USAGE_EGRESS: servers.map(({ host, origin }) => `${host}=${origin}`).join(','),
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}

function told(id: string, author: string, value: string) {
  const at = '2026-11-20T09:00:00Z'
  return line(`event-${id}`, at, {
    type: 'CONVERSATION_MESSAGE',
    actor: { type: 'ACCOUNT_USER', user_id: 'user-zqxid', user_email: email },
    message: {
      id,
      parent_id: author === 'user' ? null : 'm1',
      created_at: at,
      author: { type: author, client_type: 'web', name },
      content: { type: 'text', value },
      files: [{ name: file }],
    },
    conversation: { id: conversation, title, created_at: at, is_temporary_chat: false },
  })
}
