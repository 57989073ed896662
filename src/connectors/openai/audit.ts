import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent, Pulled, Refused } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { microsOfUnix, unixOf } from '#connectors/api/days.ts'
import { referenceOf } from '#connectors/api/reference.ts'

import { answered, DOOR, openaiClient } from './client.ts'
import { personOf } from './names.ts'
import { OPENAI_TOOL } from './usage.ts'

const SOURCE = 'openai-audit'
const NAME = 'GET /organization/audit_logs'
/** Entries may show late: each pull looks an hour back. */
const OVERLAP_SECONDS = 3_600
/** The log reads newest first; a backfill goes through it a week at a time, oldest week first. */
const SPAN_SECONDS = 7 * 86_400

const person = z.looseObject({ id: z.string().nullish(), email: z.string().nullish() })
const entry = z.looseObject({
  id: z.string().min(1).max(300),
  type: z.string().regex(/^[a-z][a-z0-9_.]{1,99}$/),
  effective_at: z.number(),
  actor: z
    .looseObject({
      session: z.looseObject({ user: person.nullish() }).nullish(),
      api_key: z
        .looseObject({
          user: person.nullish(),
          service_account: z.looseObject({ id: z.string().nullish() }).nullish(),
        })
        .nullish(),
    })
    .nullish(),
})
const details = z.looseObject({
  id: z.string().max(300).nullish(),
  principal_id: z.string().max(300).nullish(),
  data: z.looseObject({ email: z.string().max(320).nullish() }).nullish(),
})
type Entry = z.output<typeof entry>

/** The first that fits says what an entry is; the rest are `other`. */
const TYPES: readonly (readonly [RegExp, GovernanceEvent['type']])[] = [
  [/^(login|logout)\.failed$/, 'sign_in_anomaly'],
  [/(api_key|access_token|\.token)\.(created|issued)$/, 'key_created'],
  [/(api_key\.deleted|token\.revoked)$/, 'key_deleted'],
  [
    /^(tenant\.)?(user|membership|invite|chatgpt_workspace_invite|api_organization_invite)\./,
    'seat_change',
  ],
  [/(^|\.)(custom_)?role|role_assignment/, 'role_change'],
  [
    /external_(storage|key)\.registered|scim\.enabled|tunnel\.created|provider(_mapping)?\.created/,
    'integration_connected',
  ],
  [
    /external_(storage|key)\.removed|scim\.disabled|tunnel\.deleted|provider(_mapping)?\.deleted/,
    'integration_disconnected',
  ],
  [/checkpoint\.permission\.created|resource_share_grant\.created/, 'asset_published'],
  [
    /^(organization|project|rate_limit|ip_allowlist|certificates?|tenant)\.|api_key\.updated|service_account\./,
    'policy_change',
  ],
]

const typeOf = (action: string): GovernanceEvent['type'] =>
  action === 'user.updated'
    ? 'role_change'
    : (TYPES.find(([pattern]) => pattern.test(action))?.[1] ?? 'other')

const OUTCOMES: Readonly<Record<string, GovernanceEvent['outcome']>> = {
  'login.succeeded': 'ok',
  'logout.succeeded': 'ok',
  'login.failed': 'denied',
  'logout.failed': 'denied',
}

function actorOf({ actor }: Entry, { pseudonyms }: Call): string | null {
  const user = actor?.session?.user ?? actor?.api_key?.user
  if (user?.email) return pseudonyms.person(user.email)
  if (user?.id) return pseudonyms.person(personOf(user.id))
  const service = actor?.api_key?.service_account?.id
  return service ? pseudonyms.service(`openai:service_account:${service}`) : null
}

function targetOf(action: string, about: z.output<typeof details>, { pseudonyms }: Call) {
  if (about.data?.email) return pseudonyms.person(about.data.email)
  if (action.startsWith('user.') && about.id) return pseudonyms.person(personOf(about.id))
  return about.principal_id?.startsWith('user') === true
    ? pseudonyms.person(personOf(about.principal_id))
    : null
}

function eventOf(value: unknown, call: Call): GovernanceEvent | undefined {
  const read = entry.safeParse(value)
  if (!read.success) return undefined
  const { id, type: action, effective_at } = read.data
  const atMicros = microsOfUnix(effective_at)
  if (atMicros === undefined) return undefined
  const about = details.safeParse(read.data[action]).data ?? {}
  return {
    atMicros,
    source: SOURCE,
    tool: OPENAI_TOOL,
    type: typeOf(action),
    action,
    actor: actorOf(read.data, call),
    objectKind: action.slice(0, action.lastIndexOf('.')),
    object: about.id ? call.pseudonyms.asset(`openai:${about.id}`) : null,
    target: targetOf(action, about, call),
    outcome: OUTCOMES[action] ?? null,
    id: call.pseudonyms.event(`openai-audit:${id}`),
    reference: referenceOf(id),
  }
}

const page = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean().nullish(),
  last_id: z.string().nullish(),
})

/** Entries of `[from, to)`, a page at a time, newest first. */
async function* entries(
  { from, to }: { readonly from: number; readonly to: number },
  call: Call,
): AsyncGenerator<Pulled> {
  const client = await openaiClient(call)
  let after: string | undefined
  for (;;) {
    const asked = client.admin.organization.auditLogs.list({
      effective_at: { gte: from, lt: to },
      limit: 100,
      ...(after === undefined ? {} : { after }),
    })
    const { data, has_more, last_id } = shaped(await answered(call, NAME, asked), page, {
      door: DOOR,
      call: NAME,
    })
    const governance = data
      .map((value) => eventOf(value, call))
      .filter((event) => event !== undefined)
    const bad = data.length - governance.length
    const refused: Refused[] =
      bad > 0 ? [{ where: NAME, why: 'entries without a readable type or time', count: bad }] : []
    yield { governance, refused }
    if (has_more !== true || !last_id || last_id === after) return
    after = last_id
  }
}

/** The cursor is the unix second up to which the log is known. */
export const auditStream: CursorStream = {
  id: 'audit',
  says: 'Who changed keys, roles, members and settings.',
  source: SOURCE,
  tools: [],
  how: 'cursor',
  historyDays: null,
  everyMinutes: 15,
  async *pull({ cursor, since }, call) {
    const end = Math.floor(call.now() / 1000)
    const start = cursor === undefined ? unixOf(since) : Number(cursor) - OVERLAP_SECONDS
    for (let from = start; from < end; from += SPAN_SECONDS) {
      const to = Math.min(from + SPAN_SECONDS, end)
      // Newest first: what is known moves only when the span has been read to its end.
      const before = String(Math.max(from, Number(cursor ?? from)))
      for await (const read of entries({ from, to }, call)) yield { ...read, cursor: before }
      yield { cursor: String(to) }
    }
  },
}
