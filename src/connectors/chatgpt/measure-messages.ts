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

const TEXT: ReadonlySet<unknown> = new Set(['text', 'multimodal_text'])

type Message = {
  readonly id: string | null
  readonly parent: string | null
  readonly author: string
  readonly at: number
  /** Null for what is no prompt or reply: custom instructions, tool calls, files alone. */
  readonly length: number | null
  readonly model: string | null
}

/** Text is one string, or parts of which some are text and some are images. */
function textLength(value: unknown): number | null {
  if (typeof value === 'string') return lengthOf(value)
  const parts = Array.isArray(value) ? value : fieldOf(value, 'parts')
  if (!Array.isArray(parts)) return null
  let length = 0
  for (const part of parts) {
    const text: unknown = typeof part === 'string' ? part : fieldOf(part, 'text')
    if (typeof text === 'string') length += lengthOf(text)
  }
  return length
}

function messageOf(line: unknown): Message | undefined {
  const message = fieldOf(line, 'message')
  const author = fieldOf(message, 'author')
  // The logs say `type`, the older API said `role`.
  const role = fieldOf(author, 'type') ?? fieldOf(author, 'role')
  const at =
    microsOrUndefined(fieldOf(message, 'created_at')) ??
    microsOrUndefined(fieldOf(line, 'timestamp'))
  if (typeof role !== 'string' || at === undefined) return undefined
  const content = fieldOf(message, 'content')
  const counts = TEXT.has(fieldOf(content, 'type') ?? fieldOf(content, 'content_type'))
  const id = fieldOf(message, 'id')
  const parent = fieldOf(message, 'parent_id')
  return {
    id: typeof id === 'string' ? id : null,
    parent: typeof parent === 'string' ? parent : null,
    author: role.toLowerCase(),
    at,
    length: counts ? textLength(fieldOf(content, 'value') ?? content) : null,
    model: modelOrNull(
      fieldOf(message, 'model') ?? fieldOf(message, 'model_slug') ?? fieldOf(author, 'model'),
    ),
  }
}

function promptRow(line: unknown, { at, length, model }: Message): MeasuredRow | undefined {
  const id = hashOrNull(fieldOf(line, 'event_id'))
  if (id === null) return undefined
  const conversation = fieldOf(fieldOf(line, 'conversation'), 'id')
  return {
    at,
    id,
    person: hashOrNull(fieldOf(fieldOf(line, 'actor'), 'user_id')),
    conversation: hashOrNull(conversation),
    model,
    feature: 'chat',
    agent: false,
    promptCharacters: length,
    outputCharacters: null,
    inputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    outputTokens: null,
  }
}

/**
 * People's messages and how long they are; the model is on the reply, which is found by what it
 * answers, through tools' messages in between. A prompt whose reply is in a later file has no model.
 */
export const measurer = (): Measure => {
  const rows = new Map<string, MeasuredRow>()
  const bare: MeasuredRow[] = []
  /** Message → the prompt it belongs to. */
  const prompts = new Map<string, string>()
  const seen = new Set<string>()

  return {
    take: (line) => {
      const message = messageOf(line)
      if (!message) return undefined
      if (message.author === 'user') {
        // Custom instructions come as the user's, and are none of their prompts.
        if (message.length === null) return []
        const row = promptRow(line, message)
        if (!row) return undefined
        if (seen.has(row.id)) return []
        seen.add(row.id)
        if (message.id === null) bare.push(row)
        else {
          rows.set(message.id, row)
          prompts.set(message.id, message.id)
        }
        return []
      }
      const prompt = message.parent === null ? undefined : prompts.get(message.parent)
      if (prompt === undefined) return []
      if (message.id !== null) prompts.set(message.id, prompt)
      const row = rows.get(prompt)
      if (row && message.author === 'assistant')
        rows.set(prompt, {
          ...row,
          model: row.model ?? message.model,
          outputCharacters: row.outputCharacters ?? message.length,
        })
      return []
    },
    rest: () => [...rows.values(), ...bare],
  }
}
