import { UserError } from '#core/errors.ts'
import type { InForce } from '#core/policy/book.ts'

/** Refuses what is about one person where the policy lets nothing be kept of one. @throws UserError */
export async function refuseWhereNobodyIsKept(
  policyInForce: () => Promise<Pick<InForce, 'policy'>>,
): Promise<void> {
  const { policy } = await policyInForce()
  if (policy.mode !== 'aggregate-only') return
  throw new UserError(
    'Nothing is kept of one person: the privacy policy is aggregate-only',
    'There is nobody to list, join, export or forget. What holds: ai-usage policy show.',
  )
}
