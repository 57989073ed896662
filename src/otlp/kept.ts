/** For each thing we count, the attributes that say it, newest spelling first. */
export const SPELLINGS = {
  email: ['user.email', 'enduser.email'],
  user: ['enduser.id', 'user.id'],
  claudeAccount: ['user.account_uuid'],
  codexAccount: ['user.account_id'],
  service: ['service.name'],
  event: ['event.name'],
  eventKind: ['event.kind'],
  sequence: ['event.sequence'],
  request: ['gen_ai.response.id', 'request_id'],
  session: ['gen_ai.conversation.id', 'session.id', 'conversation.id', 'thread.id'],
  operation: ['gen_ai.operation.name'],
  model: ['gen_ai.response.model', 'gen_ai.request.model', 'model', 'slug'],
  agent: ['gen_ai.agent.name', 'gen_ai.agent.id'],
  agentOf: ['gen_ai.agent.name', 'gen_ai.agent.id', 'gen_ai.workflow.name'],
  tokenType: ['gen_ai.token.type', 'type'],
  /** With the cached tokens in it. */
  inputAndCached: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'input_token_count'],
  /** Without them. */
  input: ['input_tokens'],
  cacheRead: [
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
    'cache_read_tokens',
    'cached_token_count',
  ],
  cacheWrite: [
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
    'cache_creation_tokens',
  ],
  output: [
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.completion_tokens',
    'output_tokens',
    'output_token_count',
  ],
  promptCharacters: ['prompt_length', 'prompt.length'],
  dollars: ['cost_usd'],
  error: ['error.type'],
  status: ['http.response.status_code', 'status_code'],
  success: ['success'],
} as const satisfies Record<string, readonly string[]>

export type Meaning = keyof typeof SPELLINGS

/** Every attribute that is read. All others are dropped unread: prompts and replies among them. */
export const KEPT: ReadonlySet<string> = new Set(Object.values(SPELLINGS).flat())
