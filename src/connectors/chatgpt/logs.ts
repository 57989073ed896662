import { createHash } from 'node:crypto'

import { z } from 'zod'

import type { Call, Refused } from '#collect.ts'
import type { Client } from '#connectors/api/client.ts'
import { startOf } from '#connectors/api/days.ts'
import { type CallName, formFault } from '#connectors/api/fault.ts'
import { jsonLines } from '#connectors/api/json-lines.ts'
import { type Day, dayAt } from '#core/time/day.ts'

import { chatgptClient, DOOR, ORGANIZATION_ID, WORKSPACE_ID } from './client.ts'

/** OpenAI keeps log files for thirty days: what was not pulled by then is gone. */
export const RETENTION_DAYS = 30
const DAY_MS = 86_400_000

/** Each event type may be asked for in one place only. */
const AT_ORGANIZATION: ReadonlySet<string> = new Set(['COSTS'])

const file = z.looseObject({
  id: z.string().regex(/^[\w-]{1,200}$/),
  end_time: z.string().refine((text) => !Number.isNaN(Date.parse(text))),
  file_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .nullish(),
})
const listing = z.looseObject({
  data: z.array(file),
  has_more: z.boolean().nullish(),
  last_end_time: z.string().nullish(),
})
type File = z.output<typeof file>

/** One log file, and where to go on once it has been read. */
export type LogFile = {
  readonly name: CallName
  readonly sha256: string | undefined
  readonly body: () => Promise<ReadableStream<Uint8Array>>
  /** The cursor before this file, and after it; files that end together are passed together. */
  readonly before: string
  readonly after: string
}

/** The files of one event type that ended after an instant, oldest first. */
export async function* logFiles(
  type: string,
  span: { readonly after: string; readonly before?: string },
  call: Call,
): AsyncGenerator<LogFile> {
  const client = chatgptClient(call)
  const organization = AT_ORGANIZATION.has(type)
  const place = call.setting(organization ? ORGANIZATION_ID : WORKSPACE_ID) ?? ''
  const scope = organization ? 'organizations' : 'workspaces'
  let passed = span.after
  for (;;) {
    const { body } = await client.ask(
      {
        call: `GET /v1/compliance/${scope}/{place}/logs`,
        path: { place },
        query: { event_type: type, after: passed, before: span.before, limit: 100 },
      },
      listing,
    )
    const files = body.data.toSorted((a, b) => Date.parse(a.end_time) - Date.parse(b.end_time))
    const from = passed
    for (const [at, each] of files.entries()) {
      const next = files[at + 1]
      const before = passed
      if (!next) passed = body.last_end_time ?? each.end_time
      else if (Date.parse(next.end_time) > Date.parse(each.end_time)) passed = each.end_time
      yield opened(each, { client, scope, place, before, after: passed })
    }
    if (body.has_more !== true || passed === from) return
  }
}

function opened(
  { id, file_sha256 }: File,
  at: {
    readonly client: Client
    readonly scope: 'organizations' | 'workspaces'
    readonly place: string
    readonly before: string
    readonly after: string
  },
): LogFile {
  const { client, scope, place, before, after } = at
  const name = `GET /v1/compliance/${scope}/{place}/logs/{id}` as const
  return {
    name,
    sha256: file_sha256?.toLowerCase(),
    before,
    after,
    body: () => client.stream({ call: name, path: { place, id } }),
  }
}

/** Where the first pull starts: what is older than the vendor keeps cannot be asked for. */
export function startAt(since: Day, now: number): string {
  const oldest = dayAt(now - RETENTION_DAYS * DAY_MS, 'UTC')
  return startOf(since > oldest ? since : oldest)
}

/** Said when a pull comes so late that the vendor has dropped files before it. */
export function lost(type: string, cursor: string | undefined, now: number): readonly Refused[] {
  return cursor !== undefined && Date.parse(cursor) < now - RETENTION_DAYS * DAY_MS
    ? [{ where: type, why: `older than the ${RETENTION_DAYS} days that OpenAI keeps`, count: 1 }]
    : []
}

/**
 * The values of a file's lines, some at a time; null for a line that is not JSON.
 * @throws UserError when the file ends within a line or is not the one its listing names
 */
export async function* valuesOf(log: LogFile, call: Call): AsyncGenerator<readonly unknown[]> {
  const hash = createHash('sha256')
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, out) => {
      hash.update(chunk)
      out.enqueue(chunk)
    },
  })
  const body = (await log.body()).pipeThrough(counted)
  for await (const lines of jsonLines(body, { door: DOOR, call: log.name, now: call.now }))
    yield lines.map(({ value }) => value ?? null)
  if (log.sha256 !== undefined && hash.digest('hex') !== log.sha256)
    throw formFault(DOOR, log.name, 'a file that is not the one its listing names')
}
