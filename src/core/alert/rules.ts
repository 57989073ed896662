import type { EventRule, RuleRow } from './rule.ts'
import { assetPublished } from './rules/asset-published.ts'
import { dataAccessed } from './rules/data-accessed.ts'
import { injectionFlagged } from './rules/injection-flagged.ts'
import { integrationConnected } from './rules/integration-connected.ts'
import { keyCreated } from './rules/key-created.ts'
import { ownKeyElsewhere } from './rules/own-key-elsewhere.ts'
import { policyChanged } from './rules/policy-changed.ts'
import { roleChanged } from './rules/role-changed.ts'
import { seatsDormant } from './rules/seats-dormant.ts'
import { sharedKey } from './rules/shared-key.ts'
import { signInAnomaly } from './rules/sign-in-anomaly.ts'
import { unapprovedModel } from './rules/unapproved-model.ts'
import { unapprovedTool } from './rules/unapproved-tool.ts'
import type { WatchRule } from './watch.ts'

/** The rules on entries of logs that are there without anyone making them. */
export const BUILT_IN: readonly EventRule[] = [
  injectionFlagged,
  ownKeyElsewhere,
  roleChanged,
  policyChanged,
  integrationConnected,
  signInAnomaly,
  keyCreated,
  dataAccessed,
  assetPublished,
]

/** The rules on what is known without an entry of a log. */
const WATCHES: readonly WatchRule[] = [unapprovedModel, unapprovedTool, seatsDormant, sharedKey]

export const ALL_RULES: readonly (EventRule | WatchRule)[] = [...BUILT_IN, ...WATCHES]

/** Whether a rule that is there without anyone making it is on, by what was set and by what it is without. */
export const isOn = ({ id, on }: Pick<WatchRule, 'id' | 'on'>, set: readonly RuleRow[]): boolean =>
  set.find(({ rule }) => rule === id)?.on ?? on
