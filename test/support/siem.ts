import type { AlertRecord, EventRecord, TrailRecord } from '#core/siem/record.ts'

export const SENDER = { version: '1.2.3', host: 'collector-1' }

const ADA = { pseudonym: 'ab'.repeat(32), alias: 'teal-otter', service: false }

/** An entry of a vendor's log as it is forwarded. */
export function anEvent(given: Partial<EventRecord> = {}): EventRecord {
  return {
    kind: 'event',
    id: '0123456789abcdef0123456789abcdef',
    sequence: 7,
    at: Date.parse('2026-11-20T10:00:00.123Z'),
    collectedAt: Date.parse('2026-11-20T11:00:00Z'),
    source: 'claude-compliance',
    tool: 'claude',
    type: 'data_access',
    action: 'claude_file_viewed',
    actor: ADA,
    target: null,
    objectKind: 'claude_file',
    object: 'cd'.repeat(32),
    outcome: 'ok',
    ...given,
  }
}

/** A row of the audit trail as it is forwarded. */
export function aRow(given: Partial<TrailRecord> = {}): TrailRecord {
  return {
    kind: 'audit',
    id: 'ef'.repeat(32),
    sequence: 12,
    at: Date.parse('2026-11-20T12:00:00Z'),
    viewer: 'slack:T1/U1',
    place: 'slack:private-reply/C1',
    action: 'ask',
    command: 'team:eng 30d',
    outcome: 'answered',
    detail: { people: 'teal-otter', count: 3, published: true, role: null },
    ...given,
  }
}

/** An alert as it is forwarded. */
export function anAlert(given: Partial<AlertRecord> = {}): AlertRecord {
  return {
    kind: 'alert',
    id: 'alert-3',
    sequence: 3,
    at: Date.parse('2026-11-20T12:00:01Z'),
    firstAt: Date.parse('2026-11-20T11:00:00Z'),
    lastAt: Date.parse('2026-11-20T11:59:00Z'),
    rule: 'role-change',
    severity: 'critical',
    says: 'Role changed',
    tool: 'claude',
    events: 12,
    actors: [ADA],
    ...given,
  }
}
