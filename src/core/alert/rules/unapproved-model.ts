import type { WatchRule } from '#core/alert/watch.ts'

export const unapprovedModel = {
  kind: 'watch',
  id: 'unapproved-model',
  doc: 'A model that is not on the list was used; without a list it finds nothing (`alert allow model:NAME`)',
  severity: 'warning',
  on: true,
} as const satisfies WatchRule
