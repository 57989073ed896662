import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent, UsedKey } from '#collect.ts'
import { microsOfUnix, startOf } from '#connectors/api/days.ts'
import { placeOf } from '#connectors/api/our-places.ts'
import { referenceOf } from '#connectors/api/reference.ts'

import { githubOf } from './client.ts'
import { COPILOT } from './report-row.ts'

const SOURCE = 'github-copilot-audit'
/** Entries appear out of order: so much of what was read is read again. */
const OVERLAP_MS = 3_600_000

export const auditPage = z.array(z.unknown())
const entry = z.looseObject({
  '@timestamp': z.number(),
  _document_id: z.string().min(1),
  action: z.string().regex(/^[a-z0-9_]+(\.[a-z0-9_]+)+$/i),
  actor: z.string().nullish(),
  actor_is_agent: z.boolean().nullish(),
  actor_ip: z.string().nullish(),
  hashed_token: z.string().min(8).max(200).nullish(),
  programmatic_access_type: z.string().max(100).nullish(),
  user: z.string().nullish(),
  team: z.string().nullish(),
  org: z.string().nullish(),
})

type Entry = z.output<typeof entry>

/** Who gave and took seats and changed policies. The cursor is the newest entry's time. */
export const audit: CursorStream = {
  how: 'cursor',
  id: 'audit',
  says: 'Seats given and taken, policies and content exclusions changed, and by whom.',
  source: SOURCE,
  tools: [],
  historyDays: 180,
  retentionDays: 180,
  everyMinutes: 60,
  async *pull({ cursor, since }, call) {
    const known = cursor ?? startOf(since)
    const from = cursor === undefined ? Date.parse(known) : Date.parse(known) - OVERLAP_MS
    const question = {
      call: 'GET {at}/audit-log',
      right: 'audit',
      query: {
        phrase: `action:copilot created:>=${new Date(from).toISOString()}`,
        order: 'asc',
        per_page: 100,
      },
    } as const
    let newest = Date.parse(known)
    for await (const page of (await githubOf(call)).pages(question, auditPage)) {
      const read = page.map((value) => entry.safeParse(value).data)
      const entries = read.filter((one) => one !== undefined)
      const governance = entries.flatMap((one) => governanceOf(one, call) ?? [])
      newest = Math.max(newest, ...entries.map((one) => one['@timestamp']))
      const count = page.length - governance.length
      const why = 'is an entry without a readable time, id and action'
      yield {
        governance,
        refused: count > 0 ? [{ where: 'audit log', why, count }] : [],
        cursor: new Date(Math.min(newest, call.now())).toISOString(),
      }
    }
  },
}

function governanceOf(one: Entry, call: Call): GovernanceEvent | undefined {
  const { pseudonyms } = call
  const atMicros = microsOfUnix(one['@timestamp'] / 1000)
  if (atMicros === undefined) return undefined
  const { actor, team, org, user } = one
  const machine = one.actor_is_agent === true || actor?.endsWith('[bot]') === true
  const [objectKind, object] = team ? ['team', team] : org ? ['organization', org] : [null, null]
  return {
    atMicros,
    source: SOURCE,
    tool: COPILOT,
    type: typeOf(one.action),
    action: one.action,
    actor: actor
      ? machine
        ? pseudonyms.service(`github:app:${actor}`)
        : pseudonyms.person(actor)
      : null,
    objectKind,
    object: object === null ? null : pseudonyms.asset(`github:${objectKind}:${object}`),
    target: user ? pseudonyms.person(user) : null,
    outcome: null,
    ...keyOf(one, call),
    id: pseudonyms.event(`${SOURCE}:${one['_document_id']}`),
    reference: referenceOf(one['_document_id']),
  }
}

/** GitHub says by which token, and from where only once an owner has switched addresses on for the audit log. */
function keyOf(
  { hashed_token, programmatic_access_type, actor_ip }: Entry,
  call: Call,
): { readonly key?: UsedKey } {
  if (!hashed_token) return {}
  const account = call.pseudonyms.service(`github:token:${hashed_token}`)
  const label = `${programmatic_access_type ?? 'Token'} ${hashed_token.slice(0, 8)}…`
  return { key: { account, label, ...placeOf(call, { address: actor_ip }) } }
}

const TYPES: readonly (readonly [RegExp, GovernanceEvent['type']])[] = [
  [/seat|access_(granted|revoked)|license/, 'seat_change'],
  [/polic|setting|plan_|content_exclusion|_enabled|_disabled|swe_agent|mcp/, 'policy_change'],
  [/extension.*install|integration.*(added|connected)/, 'integration_connected'],
  [/extension.*uninstall|integration.*(removed|disconnected)/, 'integration_disconnected'],
]

/** https://docs.github.com/en/copilot/reference/copilot-audit-log-events, by the words of the action. */
function typeOf(action: string): GovernanceEvent['type'] {
  return TYPES.find(([words]) => words.test(action))?.[1] ?? 'other'
}
