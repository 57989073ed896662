import type { WatchRule } from '#core/alert/watch.ts'

export const sharedKey = {
  kind: 'watch',
  id: 'shared-key',
  doc: 'One key was used by several people, or from four networks or more, in a day',
  severity: 'warning',
  on: true,
} as const satisfies WatchRule
