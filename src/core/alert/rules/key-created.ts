import type { EventRule } from '#core/alert/rule.ts'

export const keyCreated: EventRule = {
  kind: 'event',
  id: 'key-created',
  doc: 'An API key or token was made',
  says: 'API key created',
  severity: 'warning',
  on: false,
  types: ['key_created'],
}
