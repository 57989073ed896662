import type { WatchRule } from '#core/alert/watch.ts'

export const unapprovedTool = {
  kind: 'watch',
  id: 'unapproved-tool',
  doc: 'A tool that is not on the list was used; without a list it finds nothing (`alert allow tool:NAME`)',
  severity: 'warning',
  on: true,
} as const satisfies WatchRule
