import {
  fieldOf,
  hashOrNull,
  lengthOf,
  type Measure,
  type MeasuredRow,
  microsOrUndefined,
  modelOrNull,
} from '#connectors/api/measured.ts'

/** Runs in the measuring process only: what it sees is text. */

/** Undefined for a count that is none, null where there is none. */
function countOf(usage: unknown, name: string): number | null | undefined {
  const value = fieldOf(usage, name)
  if (value === undefined || value === null) return null
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : undefined
}

type Tokens = Pick<
  MeasuredRow,
  'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'
>

/** As OpenAI counts: input holds what was cached. */
function tokensOf(usage: unknown): Tokens | undefined {
  const input = countOf(usage, 'input_tokens')
  const cached = countOf(usage, 'cached_input_tokens')
  const output = countOf(usage, 'output_tokens')
  if (input === undefined || cached === undefined || output === undefined) return undefined
  const fresh = input === null ? null : input - (cached ?? 0)
  if (fresh !== null && fresh < 0) return undefined
  return {
    inputTokens: fresh,
    cacheReadTokens: cached,
    cacheWriteTokens: null,
    outputTokens: output,
  }
}

/** Prompts and how long they are; what the agent used is a row of its own, and no message. */
function rowOf(line: unknown): readonly MeasuredRow[] | undefined {
  const kind = fieldOf(line, 'event_type')
  const details = fieldOf(line, 'event_details')
  const usage = fieldOf(details, 'token_usage')
  const prompt = fieldOf(details, 'prompt_text')
  const at = microsOrUndefined(fieldOf(line, 'timestamp'))
  const id = hashOrNull(fieldOf(line, 'event_id'))
  if (typeof kind !== 'string' || at === undefined || id === null) return undefined
  const asked = kind === 'PROMPT_SENT'
  if (!asked && (usage === undefined || usage === null)) return []
  const tokens = tokensOf(usage)
  if (!tokens) return undefined
  return [
    {
      at,
      id,
      person: hashOrNull(fieldOf(fieldOf(line, 'actor'), 'user_id')),
      conversation: hashOrNull(fieldOf(details, 'session_id')),
      model: modelOrNull(fieldOf(details, 'model')),
      feature: fieldOf(line, 'client_id') === 'CODEX_CLI' ? 'cli' : 'agents',
      agent: !asked,
      promptCharacters: asked && typeof prompt === 'string' ? lengthOf(prompt) : null,
      outputCharacters: null,
      ...tokens,
    },
  ]
}

export const measurer = (): Measure => {
  const seen = new Set<string>()
  return {
    take: (line) => {
      const rows = rowOf(line)
      if (rows?.some(({ id }) => seen.has(id)) === true) return []
      for (const { id } of rows ?? []) seen.add(id)
      return rows
    },
    rest: () => [],
  }
}
