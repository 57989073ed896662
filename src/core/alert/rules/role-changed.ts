import type { EventRule } from '#core/alert/rule.ts'

export const roleChanged: EventRule = {
  kind: 'event',
  id: 'role-changed',
  doc: 'Someone was given or lost rights in a tool',
  says: 'Role changed',
  severity: 'warning',
  on: true,
  types: ['role_change'],
}
