import type { EventRule } from '#core/alert/rule.ts'

export const policyChanged: EventRule = {
  kind: 'event',
  id: 'policy-changed',
  doc: 'A setting, policy or retention of a tool was changed',
  says: 'Policy changed',
  severity: 'warning',
  on: true,
  types: ['policy_change'],
}
