import type { EventRule } from '#core/alert/rule.ts'
import { GOVERNANCE_TYPES } from '#core/governance/type.ts'

export const ownKeyElsewhere: EventRule = {
  kind: 'event',
  id: 'own-key-elsewhere',
  doc: 'One of our keys was used from an address or on an endpoint that is not ours (AI_USAGE_OUR_NETWORKS, AI_USAGE_OUR_ENDPOINTS)',
  says: 'Own key used elsewhere',
  severity: 'critical',
  on: true,
  types: GOVERNANCE_TYPES,
  places: {
    'other address': 'Own key used from an address that is not ours',
    'other endpoint': 'Own key used on an endpoint that is not ours',
  },
}
