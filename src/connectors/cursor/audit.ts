import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent, Pulled } from '#collect.ts'
import { microsOf, startOf } from '#connectors/api/days.ts'
import type { Turn } from '#connectors/api/pace.ts'
import { referenceOf } from '#connectors/api/reference.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'

import { complete, cursorClient } from './client.ts'

const CALL = 'GET /teams/audit-logs'
const SOURCE = 'cursor-audit'
/** The most the vendor gives on a page, and in one question. */
const PAGE = 500
const SLICE_MS = 30 * 86_400_000
/** The log is written with some delay. */
const OVERLAP_MS = 3_600_000

const entry = z.looseObject({
  event_id: z.string().min(1).max(500),
  timestamp: z.string(),
  event_type: z.string().regex(/^[a-z][a-z0-9_.-]{0,99}$/i),
  user_email: z.string().max(500).nullish(),
})
const page = z.looseObject({
  events: z.array(z.unknown()),
  pagination: z.looseObject({ hasNextPage: z.boolean(), totalCount: z.int().nullish() }),
})

const KINDS: readonly (readonly [RegExp, GovernanceEvent['type']])[] = [
  [/(api_?key|token).*(create|add)|(create|add).*(api_?key|token)/, 'key_created'],
  [
    /(api_?key|token).*(delete|revoke|remove)|(delete|revoke|remove).*(api_?key|token)/,
    'key_deleted',
  ],
  [/(login|sign_?in|sso).*(fail|denied)/, 'sign_in_anomaly'],
  [/role|permission/, 'role_change'],
  [
    /(integration|mcp|hook|plugin|repo).*(delete|disconnect|disable|remove)|(delete|disconnect|disable|remove).*(integration|mcp|hook|plugin)/,
    'integration_disconnected',
  ],
  [/integration|mcp|hook|plugin/, 'integration_connected'],
  [/seat|invite|(add|remove|delete|update)_user|user_(add|remove|delete)|member/, 'seat_change'],
  [/publish|share/, 'asset_published'],
  [/setting|policy|privacy|rule|limit|allowlist|blocklist|domain/, 'policy_change'],
  [/export|download|view/, 'data_access'],
]

/** What admins and members changed. */
export function auditStream(turn: Turn): CursorStream {
  return {
    id: 'audit',
    how: 'cursor',
    says: 'The audit log: members, roles, keys, settings.',
    source: SOURCE,
    // https://cursor.com/docs/enterprise/compliance-and-monitoring
    logPage: 'https://cursor.com/dashboard/audit-log',
    tools: [],
    historyDays: null,
    everyMinutes: 60,
    pull: (from, call) => pull(from, call, turn),
  }
}

const iso = (at: number) => new Date(at).toISOString()

async function* pull(
  { cursor, since }: Parameters<CursorStream['pull']>[0],
  call: Call,
  turn: Turn,
): AsyncGenerator<Pulled & { readonly cursor: string }> {
  const api = cursorClient(call, turn)
  const now = call.now()
  let from = Date.parse(cursor ?? startOf(since))
  if (Number.isNaN(from))
    throw new UserError(
      'Cursor cannot go on from the mark it left',
      'Pull again from a day: ai-usage sync cursor --since DATE.',
    )
  if (cursor !== undefined) from -= OVERLAP_MS
  do {
    const to = Math.min(from + SLICE_MS, now)
    const refused = refusals()
    let rows = 0
    for (let number = 1, more = true; more; number++) {
      const query = { startTime: iso(from), endTime: iso(to), page: number, pageSize: PAGE }
      const { body } = await api.ask({ call: CALL, query }, page)
      rows += body.events.length
      more = body.pagination.hasNextPage && body.events.length > 0
      const governance = body.events.flatMap((raw): readonly GovernanceEvent[] => {
        const read = entry.safeParse(raw)
        const at = read.success ? microsOf(read.data.timestamp) : undefined
        if (read.success && at !== undefined) return [eventOf(read.data, at, call)]
        refused.add('audit log', 'has no id, time or type')
        return []
      })
      if (!more) complete(rows, body.pagination.totalCount, CALL)
      // Newest first: the mark moves with the last page of a slice.
      yield { governance, refused: refused.take(), cursor: iso(more ? from : to) }
    }
    from = to
  } while (from < now)
}

function eventOf(given: z.infer<typeof entry>, atMicros: bigint, call: Call): GovernanceEvent {
  const { event_id: id, event_type: action, user_email: email } = given
  const word = action.toLowerCase()
  return {
    atMicros,
    source: SOURCE,
    tool: 'cursor',
    type: KINDS.find(([words]) => words.test(word))?.[1] ?? 'other',
    action,
    actor: email ? call.pseudonyms.person(email) : null,
    objectKind: null,
    object: null,
    target: null,
    outcome: /fail|denied/.test(word) ? 'denied' : null,
    id: call.pseudonyms.event(id),
    reference: referenceOf(id),
  }
}
