import { createHash } from 'node:crypto'

import type { Call, CursorStream } from '#collect.ts'
import { measured } from '#connectors/api/measure-child.ts'
import { hashOf, type MeasuredRow } from '#connectors/api/measured.ts'
import { UserError } from '#core/errors.ts'
import { dayAt } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import { CHATGPT, DOOR } from './client.ts'
import { logFiles, lost, RETENTION_DAYS, startAt } from './logs.ts'
import { workspaceUsers } from './seats.ts'

/** Hash of a user's id → the address. Without the list, people are known by their ids' hashes. */
async function addresses(call: Call): Promise<ReadonlyMap<string, string>> {
  try {
    const users = await workspaceUsers(call)
    return new Map(users.flatMap(({ id, email }) => (email ? [[hashOf(id), email]] : [])))
  } catch (error) {
    // OpenAI means to close the list; ids still meet their people through the other logs' logins.
    if (error instanceof UserError && / with (403|404|410)\b/.test(error.message)) return new Map()
    throw error
  }
}

type Kind = {
  readonly log: string
  readonly source: string
  readonly tool: string
  readonly measurer: URL
}

function eventOf(
  row: MeasuredRow,
  { source, tool, call, people }: Kind & { call: Call; people: ReadonlyMap<string, string> },
): UsageEvent {
  const { pseudonyms, zone } = call
  return {
    atMicros: BigInt(row.at),
    day: dayAt(Math.floor(row.at / 1000), zone),
    account:
      row.person === null
        ? null
        : pseudonyms.person(people.get(row.person) ?? `chatgpt:${row.person}`),
    tool,
    source,
    model: row.model,
    feature: row.feature,
    conversation:
      row.conversation === null ? null : pseudonyms.conversation(`chatgpt:${row.conversation}`),
    agent: row.agent,
    error: false,
    promptCharacters: row.promptCharacters,
    outputCharacters: row.outputCharacters,
    inputTokens: row.inputTokens,
    cacheReadTokens: row.cacheReadTokens,
    cacheWriteTokens: row.cacheWriteTokens,
    outputTokens: row.outputTokens,
    // Seats and credits pay for these: a price per token would be invented.
    costPicos: null,
    costBasis: null,
    assetKind: null,
    asset: null,
    run: null,
    id: pseudonyms.event(`chatgpt:${row.id}`),
    digest: createHash('sha256').update(JSON.stringify(row)).digest('hex'),
  }
}

/** Text is read in a child process, and only numbers come back. */
function contentStream(id: string, says: string, kind: Kind): CursorStream {
  const { log, source, tool, measurer } = kind
  return {
    id,
    says,
    source,
    tools: [tool],
    content: true,
    how: 'cursor',
    historyDays: RETENTION_DAYS,
    retentionDays: RETENTION_DAYS,
    everyMinutes: 60,
    async *pull({ cursor, since }, call) {
      const after = cursor ?? startAt(since, call.now())
      const late = lost(log, cursor, call.now())
      if (late.length > 0) yield { refused: late, cursor: after }
      let people: ReadonlyMap<string, string> | undefined
      for await (const file of logFiles(log, { after }, call)) {
        people ??= await addresses(call)
        const pages = measured(await file.body(), {
          measurer,
          door: DOOR,
          call: file.name,
          now: call.now,
          signal: call.signal,
          sha256: file.sha256,
        })
        for await (const { rows, refused } of pages) {
          const known = people
          yield {
            events: rows.map((row) => eventOf(row, { ...kind, call, people: known })),
            refused:
              refused > 0
                ? [{ where: log, why: 'lines that are no message we can read', count: refused }]
                : [],
            cursor: file.before,
          }
        }
        yield { cursor: file.after }
      }
    },
  }
}

export const messagesStream = contentStream(
  'messages',
  'Messages, sessions, models and how long prompts are.',
  {
    log: 'CONVERSATION_MESSAGE',
    source: 'chatgpt-messages',
    tool: CHATGPT,
    measurer: new URL('./measure-messages.ts', import.meta.url),
  },
)

export const codexLogStream = contentStream(
  'codex-log',
  'Codex prompts, sessions, models, tokens and how long prompts are.',
  {
    log: 'CODEX_LOG',
    source: 'chatgpt-codex-log',
    tool: 'codex',
    measurer: new URL('./measure-codex.ts', import.meta.url),
  },
)
