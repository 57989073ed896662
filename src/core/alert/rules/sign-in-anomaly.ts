import type { EventRule } from '#core/alert/rule.ts'

export const signInAnomaly: EventRule = {
  kind: 'event',
  id: 'sign-in-anomaly',
  doc: 'A vendor refused or distrusted a sign-in',
  says: 'Sign-in anomaly',
  severity: 'warning',
  on: false,
  types: ['sign_in_anomaly'],
}
