import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent } from '#collect.ts'
import { microsOf } from '#connectors/api/days.ts'
import { referenceOf } from '#connectors/api/reference.ts'

import { accountOf, CHATGPT, loginBook } from './client.ts'
import { logFiles, lost, RETENTION_DAYS, startAt, valuesOf } from './logs.ts'

const text = z.string().max(320).nullish()
const id = z.union([z.string().max(320), z.number()]).nullish()
const data = z.looseObject({
  id,
  target_id: id,
  resource_id: id,
  app_id: id,
  user_id: text,
  target_user_id: text,
  user_email: text,
})
const action = {
  action: z
    .string()
    .regex(/^[A-Za-z][\w.:-]{1,99}$/)
    .nullish(),
  action_result: text,
  action_data: data.nullish().catch(null),
}
const entry = z.looseObject({
  event_id: z.string().min(1).max(300),
  timestamp: z.string(),
  actor: z.looseObject({ type: text, user_id: text, user_email: text, id: text }).nullish(),
  ...action,
  payload: z.looseObject(action).nullish(),
})

/** The first that fits says what an action is; vendors' words vary, so these look for parts of them. */
const TYPES: readonly (readonly [RegExp, GovernanceEvent['type']])[] = [
  [/INJECTION|JAILBREAK/, 'injection_flag'],
  [/(KEY|TOKEN).*(CREAT|ISSUE)/, 'key_created'],
  [/(KEY|TOKEN).*(DELET|REVOK)/, 'key_deleted'],
  [/ROLE|PRIVILEGE/, 'role_change'],
  [
    /(APP|CONNECTOR|INTEGRATION|MCP).*(DISCONNECT|REMOV|UNLINK|DISABL|DELET|UNINSTALL|REVOK)/,
    'integration_disconnected',
  ],
  [
    /(APP|CONNECTOR|INTEGRATION|MCP).*(CONNECT|LINK|INSTALL|ENABL|ADD|AUTHORI)/,
    'integration_connected',
  ],
  [/PUBLISH|SHARE/, 'asset_published'],
  [
    /(USER|MEMBER|INVITE|SEAT).*(ADD|REMOV|INVIT|SENT|ACCEPT|ACTIV|DELET|SUSPEND|CREAT)/,
    'seat_change',
  ],
  [/READ|ACCESS|VIEW|DOWNLOAD|EXPORT|SEARCH|CALL/, 'data_access'],
  [/SETTING|POLICY|CONFIG|DOMAIN|SCIM|RETENTION|WORKSPACE/, 'policy_change'],
]

function outcomeOf(result: string | null | undefined): GovernanceEvent['outcome'] {
  if (!result) return null
  if (/succe|allow|grant|^ok$/i.test(result)) return 'ok'
  return /fail|den|block|reject|refus/i.test(result) ? 'denied' : null
}

function typeOf(log: string, name: string, outcome: GovernanceEvent['outcome']) {
  if (log === 'AUTH_LOG') return outcome === 'denied' ? 'sign_in_anomaly' : 'other'
  return TYPES.find(([pattern]) => pattern.test(name.toUpperCase()))?.[1] ?? 'other'
}

function eventOf(
  value: unknown,
  { log, source, call }: { readonly log: string; readonly source: string; readonly call: Call },
): { readonly event: GovernanceEvent; readonly who: Parameters<typeof accountOf>[0] } | undefined {
  const read = entry.safeParse(value)
  if (!read.success) return undefined
  const { event_id, timestamp, actor, payload } = read.data
  const name = read.data.action ?? payload?.action
  const atMicros = microsOf(timestamp)
  if (!name || atMicros === undefined) return undefined
  const about = read.data.action_data ?? payload?.action_data ?? {}
  const outcome = outcomeOf(read.data.action_result ?? payload?.action_result)
  const who = { id: actor?.user_id, email: actor?.user_email }
  const key = actor?.type === 'API_KEY' ? actor.id : undefined
  const object = about.id ?? about.target_id ?? about.resource_id ?? about.app_id
  const event: GovernanceEvent = {
    atMicros,
    source,
    tool: log === 'CODEX_SECURITY_LOG' ? 'codex' : CHATGPT,
    type: typeOf(log, name, outcome),
    action: name,
    actor: accountOf(who, call) ?? (key ? call.pseudonyms.service(`chatgpt:key:${key}`) : null),
    objectKind: log.toLowerCase(),
    object:
      object === null || object === undefined ? null : call.pseudonyms.asset(`chatgpt:${object}`),
    target: accountOf({ id: about.target_user_id ?? about.user_id, email: about.user_email }, call),
    outcome,
    id: call.pseudonyms.event(`chatgpt:${event_id}`),
    reference: referenceOf(event_id),
  }
  return { event, who }
}

/** The cursor is the end time of the last file that was read whole. */
function governanceStream(log: string, says: string): CursorStream {
  const name = log.toLowerCase().replaceAll('_', '-')
  const source = `chatgpt-${name}`
  return {
    id: name,
    says,
    source,
    tools: [],
    how: 'cursor',
    historyDays: RETENTION_DAYS,
    retentionDays: RETENTION_DAYS,
    everyMinutes: 60,
    async *pull({ cursor, since }, call) {
      const after = cursor ?? startAt(since, call.now())
      const logins = loginBook(call)
      const late = lost(log, cursor, call.now())
      if (late.length > 0) yield { refused: late, cursor: after }
      for await (const file of logFiles(log, { after }, call)) {
        for await (const values of valuesOf(file, call)) {
          const read = values.map((value) => eventOf(value, { log, source, call }))
          const good = read.filter((each) => each !== undefined)
          for (const { who } of good) logins.see(who)
          const bad = read.length - good.length
          yield {
            governance: good.map(({ event }) => event),
            logins: logins.met(),
            refused:
              bad > 0
                ? [{ where: log, why: 'entries without id, time or action', count: bad }]
                : [],
            cursor: file.before,
          }
        }
        yield { cursor: file.after }
      }
    },
  }
}

export const governanceStreams: readonly CursorStream[] = [
  governanceStream('AUDIT_LOG', 'What admins changed in the workspace.'),
  governanceStream('AUTH_LOG', 'Who signed in, and who could not.'),
  governanceStream('APP_LOG', 'What connected apps were asked for.'),
  governanceStream('APP_AUTH_LOG', 'Which apps were connected and disconnected.'),
  governanceStream('CODEX_SECURITY_LOG', 'What Codex was kept from, or flagged.'),
]
