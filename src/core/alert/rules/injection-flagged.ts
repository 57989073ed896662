import type { EventRule } from '#core/alert/rule.ts'

export const injectionFlagged: EventRule = {
  kind: 'event',
  id: 'injection-flagged',
  doc: 'A vendor flagged a prompt injection or a jailbreak',
  says: 'Injection flagged',
  severity: 'critical',
  on: true,
  types: ['injection_flag'],
}
