import type { Pseudonymizer } from '#collect.ts'
import type { Config } from '#config.ts'
import { firstServed } from '#jobs/first-served.ts'
import { unitDays } from '#jobs/policy.ts'
import type { Clock, Log, Workspace } from '#ports.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { auditTrail } from '#store/audit-trail.ts'
import { audit } from '#store/audit.ts'
import { baselineBook } from '#store/baselines.ts'
import { contracts } from '#store/contracts.ts'
import { digestReads } from '#store/digest-reads.ts'
import { forecastBook } from '#store/forecasts.ts'
import { noteBook } from '#store/notes.ts'
import { putDelivery } from '#store/outbox.ts'
import { personBudgetBook } from '#store/person-budgets.ts'
import { policyBook } from '#store/policy.ts'
import { publishedReader } from '#store/published-reader.ts'
import { limitBook } from '#store/quartile-limits.ts'
import { readOnce } from '#store/read-once.ts'
import { reconciler } from '#store/reconcile.ts'
import { roleGroups } from '#store/role-groups.ts'
import { roles } from '#store/roles.ts'
import { savedQuestions } from '#store/saved-questions.ts'
import { signalReader } from '#store/signal-told.ts'
import type { Store } from '#store/store.ts'
import { usageReader } from '#store/usage-reader.ts'

import { VERSION } from './version.ts'

type Known = {
  readonly config: Config
  readonly log: Log
  readonly space: Workspace
  /** What is typed, under both keys while the key is being changed. */
  readonly typed: Pseudonymizer
  readonly aliased: Pseudonymizer
}

/** A digest's next query waits so long for questions that are being answered. */
const LONGEST_PAUSE_MS = 100

/** What questions are answered from. */
export function readsOf({ db }: Store, { config, log, space, typed, aliased }: Known) {
  const { holidays, now } = config
  const asked = { pseudonym: typed.person, holidays }
  const clock: Clock = { now: () => now ?? Date.now() }
  const waiting = firstServed()
  const once = readOnce(db, () => waiting.quiet(LONGEST_PAUSE_MS))
  const exact = {
    ...asked,
    asset: typed.asset,
    unitDays: async () => unitDays(await policyBook(db).history(), await space.zone()),
  }
  return {
    usage: usageReader(db, exact),
    published: publishedReader(db, asked),
    /** The same for many questions of one moment. */
    burst: {
      usage: usageReader(once, exact),
      published: publishedReader(once, asked),
      digests: digestReads(once, exact.unitDays),
    },
    /** Who waits for an answer: the burst's readers let them by. */
    waiting,
    workspace: space,
    reconcile: reconciler(db),
    aliases: aliases(db, aliased.person),
    roles: roles(db, config),
    roleGroups: roleGroups(
      db,
      config.roles.flatMap((one) => ('group' in one ? [one] : [])),
    ),
    contracts: contracts(db),
    budgets: personBudgetBook(db, putDelivery),
    notes: noteBook(db),
    baselines: baselineBook(db),
    limits: limitBook(db),
    forecasts: forecastBook(db),
    digests: digestReads(db, exact.unitDays),
    saved: savedQuestions(db),
    signals: signalReader(db),
    holidays,
    clock,
    log,
    audit: audit(db),
    trail: auditTrail(db),
    answers: answers(db),
    code: VERSION,
  }
}
