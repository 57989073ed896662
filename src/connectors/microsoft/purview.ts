import type { Call, CursorStream, Pulled } from '#collect.ts'
import { startOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'

import { type Blob, feedOf } from './feed.ts'
import { isInteraction, PURVIEW_SOURCE, readInteraction } from './purview-record.ts'
import { M365_COPILOT } from './tool.ts'

const DAY_MS = 86_400_000
const KEPT_MS = 7 * DAY_MS
/** The feed lists by when content came to be there, and not all at once. */
const OVERLAP_MS = 3_600_000
/** The oldest window must not fall out of the seven days while it is asked for. */
const MARGIN_MS = 600_000
/** Contents fetched at once; Microsoft allows 2,000 calls a minute. */
const AT_ONCE = 8

/** Prompts and what Copilot read for them, from the audit log. The cursor is when content was there. */
export const purview: CursorStream = {
  how: 'cursor',
  id: 'purview',
  says: 'Prompts, conversations, and the files Copilot read for them, from the audit log.',
  source: PURVIEW_SOURCE,
  logPage: 'https://purview.microsoft.com/auditlogsearch',
  tools: [M365_COPILOT],
  historyDays: 7,
  retentionDays: 7,
  everyMinutes: 60,
  async *pull({ cursor, since }, call) {
    const feed = feedOf(call)
    await feed.subscribed()
    const recordsOf = async (blob: Blob): Promise<readonly Record[]> =>
      (await feed.content(blob)).map((value) => ({ value, publishedMicros: blob.publishedMicros }))
    // The feed knows whole seconds only.
    const now = Math.floor(call.now() / 1000) * 1000
    const known = Date.parse(cursor ?? startOf(since))
    if (Number.isNaN(known))
      throw new UserError(
        'Microsoft audit cannot go on from the mark it left',
        'Pull again from a day: ai-usage sync microsoft-365-copilot --since DATE.',
      )
    const oldest = now - KEPT_MS + MARGIN_MS
    let from = Math.max(cursor === undefined ? known : known - OVERLAP_MS, oldest)
    const seen = new Set<string>()
    // Days between the mark and the oldest content are gone for good.
    if (cursor !== undefined && known < oldest)
      yield {
        refused: [
          {
            where: 'audit feed',
            why: 'is a day whose content Microsoft keeps no longer',
            count: Math.ceil((oldest - known) / DAY_MS),
          },
        ],
        cursor: iso(from),
      }
    do {
      const to = Math.min(from + DAY_MS, now)
      for await (const { blobs, last } of feed.listed(from, to)) {
        const records: Record[] = []
        for (let at = 0; at < blobs.length; at += AT_ONCE)
          for (const part of await Promise.all(blobs.slice(at, at + AT_ONCE).map(recordsOf)))
            records.push(...part)
        // The mark moves when the window was read to its end.
        yield { ...read(records, { call, seen }), cursor: iso(last ? to : from) }
      }
      from = to
    } while (from < now)
  },
}

const iso = (at: number) => new Date(at).toISOString()

type Record = Pick<Blob, 'publishedMicros'> & { readonly value: unknown }

function read(
  records: readonly Record[],
  { call, seen }: { readonly call: Call; readonly seen: Set<string> },
): Pulled {
  const refused = refusals()
  const ours = records.filter(({ value }) => isInteraction(value))
  const found = ours.flatMap(({ value, publishedMicros }) => {
    const id = (value as { readonly Id?: unknown }).Id
    // Content is given at least once.
    if (typeof id === 'string' && seen.has(id)) return []
    if (typeof id === 'string') seen.add(id)
    const { fault, ...rows } = readInteraction(value, publishedMicros, call)
    if (fault !== undefined) refused.add('audit records of Copilot', fault)
    return [rows]
  })
  return {
    events: found.flatMap(({ events }) => events),
    governance: found.flatMap(({ governance }) => governance),
    refused: refused.take(),
  }
}
