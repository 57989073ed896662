/** What kinds of entries vendors' audit logs have, and how people say them. */
export const GOVERNANCE = {
  data_access: 'Data accessed',
  integration_connected: 'Integration connected',
  integration_disconnected: 'Integration disconnected',
  role_change: 'Role changed',
  asset_published: 'Asset published',
  key_created: 'Key created',
  key_deleted: 'Key deleted',
  key_used: 'Key used',
  policy_change: 'Policy changed',
  sign_in_anomaly: 'Sign-in anomaly',
  injection_flag: 'Injection flagged',
  seat_change: 'Seat changed',
  other: 'Other',
} as const satisfies Readonly<Record<string, string>>

export type GovernanceType = keyof typeof GOVERNANCE

export const GOVERNANCE_TYPES = Object.keys(GOVERNANCE) as readonly GovernanceType[]

export const isGovernanceType = (text: string): text is GovernanceType =>
  GOVERNANCE_TYPES.some((known) => known === text)
