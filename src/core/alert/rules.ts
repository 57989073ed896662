import type { EventRule } from './rule.ts'
import { assetPublished } from './rules/asset-published.ts'
import { dataAccessed } from './rules/data-accessed.ts'
import { injectionFlagged } from './rules/injection-flagged.ts'
import { integrationConnected } from './rules/integration-connected.ts'
import { keyCreated } from './rules/key-created.ts'
import { policyChanged } from './rules/policy-changed.ts'
import { roleChanged } from './rules/role-changed.ts'
import { signInAnomaly } from './rules/sign-in-anomaly.ts'

/** The rules that are there without anyone making them. */
export const BUILT_IN: readonly EventRule[] = [
  injectionFlagged,
  roleChanged,
  policyChanged,
  integrationConnected,
  signInAnomaly,
  keyCreated,
  dataAccessed,
  assetPublished,
]
