import type { Call, CursorStream } from '#collect.ts'
import { isAnswer } from '#connectors/api/fault.ts'
import { measured } from '#connectors/api/measure-child.ts'
import { measuredEvent } from '#connectors/api/measured-event.ts'
import { hashOf } from '#connectors/api/measured.ts'

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
    if (isAnswer(error, 403, 404, 410)) return new Map()
    throw error
  }
}

type Kind = {
  readonly log: string
  readonly source: string
  readonly tool: string
  readonly measurer: URL
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
            events: rows.map((row) =>
              measuredEvent(row, { source, tool, vendor: 'chatgpt', call, people: known }),
            ),
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
