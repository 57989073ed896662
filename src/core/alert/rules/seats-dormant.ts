import type { WatchRule } from '#core/alert/watch.ts'

export const seatsDormant = {
  kind: 'watch',
  id: 'seats-dormant',
  doc: 'A fifth or more of the seats of a plan was not used in 30 days, told once a month',
  severity: 'info',
  on: false,
} as const satisfies WatchRule
