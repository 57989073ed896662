import type { Contracts } from '#books.ts'
import type { Contract } from '#core/contract/contract.ts'
import type { Audit } from '#ports.ts'

import { auditedAct } from './audited-act.ts'

/** Sets what was agreed with a vendor; credits without a price get the contract's. */
export function setContract(
  contract: Contract,
  facts: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  { contracts, audit }: { readonly contracts: Contracts; readonly audit: Audit },
): ReturnType<Contracts['set']> {
  const command = `contract set ${contract.tool} --from ${contract.from}`
  return auditedAct(audit, { ...facts, action: 'contract', command }, async () => {
    const result = await contracts.set([contract], facts)
    return { result, detail: { plan: contract.plan, ...result } }
  })
}
