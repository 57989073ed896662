import type { Alert } from '#core/alert/alert.ts'
import { audit } from '#store/audit.ts'
import type { Store } from '#store/store.ts'
import { entry, pullLog } from '#test/store/collects.ts'

import { START } from './desk.ts'

const HOUR = 3_600_000

let cursor = 0
/** Entries of a vendor's log that happened at these hours of 2 November. */
export const happened = (store: Store, hours: readonly number[]) =>
  pullLog(store, [
    {
      governance: hours.map((hour) =>
        entry(`at ${hour}`, {
          atMicros: BigInt(Date.parse('2026-11-02T00:00:00Z') + hour * HOUR) * 1000n,
        }),
      ),
      cursor: String((cursor += 1)),
    },
  ])
export const hoursOf = (received: readonly Readonly<Record<string, unknown>>[]) =>
  received.flatMap((it) =>
    it['kind'] === 'event'
      ? [(Date.parse(String(it['at'])) - Date.parse('2026-11-02T00:00:00Z')) / HOUR]
      : [],
  )
export const idsOf = (received: readonly Readonly<Record<string, unknown>>[]) =>
  received.flatMap((it) => (it['kind'] === 'event' ? [String(it['id'])] : []))
/** A row of the audit trail. */
export const asked = (store: Store, command: string) =>
  audit(store.db).record({
    at: START,
    viewer: 'operator',
    place: 'command line',
    action: 'ask',
    command,
    outcome: 'answered',
    detail: {},
  })
export const range = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => from + at)

export const anOpenAlert: Alert = {
  id: undefined,
  fingerprint: 'role-change|chatgpt',
  rule: 'role-change',
  severity: 'critical',
  state: 'firing',
  says: 'Role changed',
  tool: 'chatgpt',
  storm: false,
  once: false,
  command: null,
  facts: [],
  teams: [],
  toldIn: [],
  events: 2,
  firstAt: START - HOUR,
  lastAt: START - HOUR / 2,
  newest: null,
  openedAt: START,
  foundAt: START,
  toldAt: START,
  toldEvents: 2,
  notices: 1,
  actors: [{ account: 1, name: null }],
  by: null,
  reason: null,
  actedAt: null,
  silencedUntil: null,
  escalatedAt: null,
  remindedAt: null,
  feedback: null,
  assignee: null,
  rung: 0,
}
