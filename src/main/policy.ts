import { createHash } from 'node:crypto'

import type { PolicyDesk } from '#core/policy/book.ts'
import { applyPolicy, type PolicyHouse, policyInForce } from '#jobs/policy.ts'

type Parts = Omit<PolicyHouse, 'sha256'>

export function policyHouse(parts: Parts): PolicyHouse {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  return { ...parts, sha256 }
}

export function policyDesk(house: PolicyHouse): PolicyDesk {
  return {
    inForce: () => policyInForce(house),
    apply: (policy, options) =>
      applyPolicy({ policy, ...options, by: 'operator', place: 'command line' }, house),
  }
}
