import type * as alerts from '#db/schema/alerts.ts'

import type { InventoryOf } from './inventory.ts'

/** What people are told of, and what they made of it. */
export const ALERTS = {
  alertRule: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      ruleNo: 'id',
      builtIn: 'enum',
      spec: 'operator text',
      by: 'id',
      target: 'operator text',
      quiet: 'enum',
    },
  },
  alertRoute: {
    whose: 'operator',
    kept: 'settings',
    columns: {
      routeNo: 'id',
      team: 'published name',
      severity: 'enum',
      target: 'operator text',
      by: 'id',
    },
  },
  alertAllow: {
    whose: 'operator',
    kept: 'settings',
    columns: { rule: 'enum', kind: 'enum', pattern: 'operator text', by: 'id' },
  },
  alert: {
    whose: 'operator',
    kept: 'decisions',
    columns: {
      alertId: 'id',
      fingerprint: 'id',
      rule: 'enum',
      severity: 'enum',
      state: 'enum',
      says: 'enum',
      tool: 'published name',
      command: 'operator text',
      facts: 'operator text',
      teams: 'published name',
      toldIn: 'id',
      newest: 'id',
      events: 'number',
      toldEvents: 'number',
      notices: 'number',
      rung: 'number',
      assignee: 'id',
      by: 'id',
      reason: 'operator text',
      feedback: 'enum',
    },
  },
  alertActor: {
    whose: 'measured person',
    kept: 'roster',
    columns: { alertId: 'id', accountId: 'id' },
  },
  alertTally: {
    whose: 'none',
    kept: 'decisions',
    columns: { rule: 'enum', reason: 'enum', events: 'number' },
  },
} as const satisfies InventoryOf<typeof alerts>
