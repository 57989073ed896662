import type { AlertRecord, EventRecord, Sender, SiemRecord, TrailRecord, Who } from './record.ts'
import { severityOf, titleOf } from './record.ts'

/** Of the schema whose classes these are: https://schema.ocsf.io */
export const OCSF_VERSION = '1.8.0'

const API_ACTIVITY = { category_uid: 6, class_uid: 6003, class_name: 'API Activity' }
const ENTITY_MANAGEMENT = { category_uid: 3, class_uid: 3004, class_name: 'Entity Management' }
const DETECTION_FINDING = { category_uid: 2, class_uid: 2004, class_name: 'Detection Finding' }

type Activity = { readonly id: number; readonly name: string }

const CREATE = { id: 1, name: 'Create' }
const READ = { id: 2, name: 'Read' }
const UPDATE = { id: 3, name: 'Update' }
const DELETE = { id: 4, name: 'Delete' }
const ENABLE = { id: 8, name: 'Enable' }
const DISABLE = { id: 9, name: 'Disable' }
const other = (name: string): Activity => ({ id: 99, name })

/** What a governance event is to OCSF. A type that is not here is an API activity of its vendor's name. */
const EVENTS: Readonly<
  Record<string, readonly ['api' | 'entity' | 'finding', Activity] | undefined>
> = {
  data_access: ['api', READ],
  asset_published: ['api', other('Publish')],
  integration_connected: ['entity', ENABLE],
  integration_disconnected: ['entity', DISABLE],
  role_change: ['entity', UPDATE],
  seat_change: ['entity', UPDATE],
  key_created: ['entity', CREATE],
  key_deleted: ['entity', DELETE],
  policy_change: ['entity', UPDATE],
  sign_in_anomaly: ['finding', CREATE],
  injection_flag: ['finding', CREATE],
}

const READING: ReadonlySet<string> = new Set([
  'ask',
  'csv',
  'reveal',
  'audit',
  'audit-export',
  'evidence',
])

/** The record as an OCSF event. */
export function ocsfEvent(record: SiemRecord, sender: Sender): object {
  switch (record.kind) {
    case 'event':
      return eventOf(record, sender)
    case 'audit':
      return trailOf(record, sender)
    case 'alert':
      return alertOf(record, sender)
  }
}

function base(
  record: SiemRecord,
  { version }: Sender,
  activity: Activity,
): { readonly [name: string]: unknown } {
  return {
    activity_id: activity.id,
    activity_name: activity.name,
    severity_id: severityOf(record),
    time: record.at,
    metadata: {
      version: OCSF_VERSION,
      uid: record.id,
      sequence: record.sequence,
      log_name: record.kind === 'event' ? record.source : record.kind,
      ...(record.kind === 'event' && {
        logged_time: record.collectedAt,
        event_code: record.action,
        ...(record.reference && { original_event_uid: record.reference }),
      }),
      product: { name: 'AI Usage', vendor_name: 'AI Usage', version },
    },
  }
}

const typed = (
  it: { readonly class_uid: number },
  activity: Activity,
): { readonly type_uid: number } => ({ type_uid: it.class_uid * 100 + activity.id })

function eventOf(record: EventRecord, sender: Sender): object {
  const { type, action, tool, outcome, source, key, place = null, publishedAt } = record
  const [kind, activity] = EVENTS[type] ?? (['api', other(action)] as const)
  const status =
    outcome === null ? { status_id: 0 } : outcome === 'ok' ? { status_id: 1 } : { status_id: 2 }
  const event = {
    ...base(record, sender, activity),
    message: `${titleOf(record)}: ${action} in ${tool}`,
    unmapped: {
      type,
      tool,
      ...(key && { key, place }),
      // The schema has no time for it: `logged_time` is when it came here.
      ...(publishedAt != null && { published_time: publishedAt }),
    },
  }
  switch (kind) {
    case 'api':
      return {
        ...API_ACTIVITY,
        ...typed(API_ACTIVITY, activity),
        ...event,
        ...status,
        actor: actorOf(record),
        api: { operation: action, service: { name: tool } },
        // Vendors' addresses are not kept: the log that told it is all there is to say.
        src_endpoint: { svc_name: source },
        ...resourcesOf(record),
      }
    case 'entity':
      return {
        ...ENTITY_MANAGEMENT,
        ...typed(ENTITY_MANAGEMENT, activity),
        ...event,
        ...status,
        actor: actorOf(record),
        entity: entityOf(record),
      }
    case 'finding':
      return {
        ...DETECTION_FINDING,
        ...typed(DETECTION_FINDING, activity),
        ...event,
        status_id: 1,
        finding_info: { uid: record.id, title: titleOf(record), types: [type] },
        evidences: [{ actor: actorOf(record), ...resourcesOf(record) }],
      }
  }
}

const userOf = ({ pseudonym, alias, service }: Who) => ({
  uid: pseudonym,
  ...(alias !== null && { name: alias }),
  type_id: service ? 4 : alias === null ? 0 : 1,
})

const actorOf = ({ actor, tool }: EventRecord) =>
  actor === null ? { app_name: tool } : { user: userOf(actor) }

/** Whom or what it was done to: the person, else the object, else the vendor's tool itself. */
function entityOf({ type, target, object, objectKind, tool }: EventRecord): object {
  if (target !== null) return { type: 'User', type_id: 2, user: userOf(target) }
  const id = object === null ? { name: tool } : { uid: object }
  return type === 'policy_change'
    ? { type: 'Policy', type_id: 5, ...id }
    : { type: objectKind ?? 'tool', type_id: 99, ...id }
}

function resourcesOf({ object, objectKind, target }: EventRecord): object {
  const all = [
    ...(object === null ? [] : [{ uid: object, type: objectKind ?? 'object' }]),
    ...(target === null ? [] : [{ uid: target.pseudonym, type: 'user' }]),
  ]
  return all.length === 0 ? {} : { resources: all }
}

function alertOf(record: AlertRecord, sender: Sender): object {
  const { id, at, firstAt, lastAt, rule, says, tool, events, actors } = record
  return {
    ...DETECTION_FINDING,
    ...typed(DETECTION_FINDING, CREATE),
    ...base(record, sender, CREATE),
    message: says,
    status_id: 1,
    is_alert: true,
    count: events,
    finding_info: {
      uid: id,
      title: says,
      types: [rule],
      created_time: at,
      first_seen_time: firstAt,
      last_seen_time: lastAt,
    },
    ...(actors.length > 0 && {
      evidences: actors.map((actor) => ({ actor: { user: userOf(actor) } })),
    }),
    unmapped: { rule, tool },
  }
}

function trailOf(record: TrailRecord, sender: Sender): object {
  const { action, viewer, place, command, outcome, detail } = record
  const activity = READING.has(action) ? READ : other(action)
  const isDone = outcome === 'answered' || outcome === 'done'
  return {
    ...API_ACTIVITY,
    ...typed(API_ACTIVITY, activity),
    ...base(record, sender, activity),
    message: `${titleOf(record)}: ${outcome}`,
    ...(outcome === 'misread'
      ? { status_id: 99, status: 'misread' }
      : { status_id: isDone ? 1 : 2 }),
    status_detail: outcome,
    actor: { user: { uid: viewer, type_id: 1 } },
    api: { operation: action, service: { name: 'AI Usage' } },
    src_endpoint: { svc_name: place },
    unmapped: { command, place, detail },
  }
}
