import type { EventRule } from '#core/alert/rule.ts'

export const dataAccessed: EventRule = {
  kind: 'event',
  id: 'data-accessed',
  doc: 'Files were uploaded, read or exported',
  says: 'Data accessed',
  severity: 'info',
  on: false,
  types: ['data_access'],
}
