import type { GovernanceEvent } from '#collect.ts'

type Kind = GovernanceEvent['type']

/** The first that fits. The feed has hundreds of types and gains more: their words tell what they are. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/(api|access|admin|external|compliance)_key.*_(created|issued)$/, 'key_created'],
  [
    /(api|access|admin|external|compliance)_key.*_(deleted|revoked|archived|disabled)$/,
    'key_deleted',
  ],
  [/injection|jailbreak/, 'injection_flag'],
  [/(login|sign_?in|sso|magic_link|auth).*(fail|denied|blocked|suspicious)/, 'sign_in_anomaly'],
  [
    /(integration|connector|mcp|plugin|gdrive|github|oauth).*_(deleted|disconnected|disabled|removed|revoked|uninstalled)$/,
    'integration_disconnected',
  ],
  [
    /(integration|connector|mcp|plugin|gdrive|github|oauth).*_(created|connected|enabled|added|installed|authorized)$/,
    'integration_connected',
  ],
  [/role|permission/, 'role_change'],
  [/publish|shar(ed|ing)/, 'asset_published'],
  [
    /seat|invite|(user|member).*_(added|removed|deleted|joined|deactivated|provisioned|deprovisioned)$/,
    'seat_change',
  ],
  [/policy|setting|retention|domain|_sso_|allowlist|toggled|configur/, 'policy_change'],
  [/(viewed|downloaded|export|accessed|file.*uploaded)/, 'data_access'],
]

export function kindOf(type: string): Kind {
  return KINDS.find(([words]) => words.test(type))?.[1] ?? 'other'
}

export function outcomeOf(type: string): GovernanceEvent['outcome'] {
  if (/fail|denied|blocked/.test(type)) return 'denied'
  return /succeeded/.test(type) ? 'ok' : null
}

export function toolOf(type: string): 'claude' | 'claude-code' | 'anthropic-api' {
  if (type.startsWith('claude_code')) return 'claude-code'
  return /^(platform|admin_api|api_key|workspace)/.test(type) ? 'anthropic-api' : 'claude'
}
