import type { EventRule } from '#core/alert/rule.ts'

export const integrationConnected: EventRule = {
  kind: 'event',
  id: 'integration-connected',
  doc: 'An app, connector or store was connected to a tool',
  says: 'Integration connected',
  severity: 'warning',
  on: true,
  types: ['integration_connected'],
}
