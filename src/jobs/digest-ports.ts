import type { AlertBook } from '#alerts.ts'
import type { Contracts } from '#books.ts'
import type { Seen } from '#core/collect/completeness.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { MonthsOfUse } from '#core/digest/cohort-months.ts'
import type { AlertWeek, AssetWeeks, GovernanceWeek, SeatUse } from '#core/digest/facts.ts'
import type { InForce } from '#core/policy/book.ts'
import type { Day } from '#core/time/day.ts'
import type { BaselineBook, NoteBook } from '#ledgers.ts'
import type { Clock, SignalReader, UsageReader, Workspace } from '#ports.ts'

import type { companyWeeks } from './digest-facts.ts'
import type { teamFacts } from './digest-teams.ts'

/** What only digests read of the store. */
export type DigestReads = {
  /** Members of each unit by itself, sub-units not counted, on these days; by path. */
  readonly unitSizes: (days: readonly Day[]) => Promise<ReadonlyMap<string, readonly number[]>>
  /** Seats as they were assigned on a day, and who had used theirs by then. */
  readonly seatUse: (on: Day) => Promise<readonly SeatUse[]>
  /** Entries of audit logs in the week before a day, and the week before that. */
  readonly governance: (asOf: Day) => Promise<readonly GovernanceWeek[]>
  /** Alerts told in the week before a day, how they were rated, and how their rules were tuned. */
  readonly alertWeek?: (asOf: Day) => Promise<AlertWeek>
  /** Shared prompts, tools and agents in the four weeks before a day, and the four before those. */
  readonly assets: (asOf: Day) => Promise<readonly AssetWeeks[]>
  /** Who used AI in which closed month before a day; null where none is known in full. */
  readonly monthsOfUse?: (asOf: Day) => Promise<MonthsOfUse | null>
  /** What sources' days came to as they were known, over some months before a day. */
  readonly arrivals?: (today: Day) => Promise<readonly Seen[]>
}

/** What a digest is composed from. */
export type DigestPorts = DigestReads & {
  readonly usage: UsageReader
  readonly published?: UsageReader | undefined
  readonly workspace: Pick<Workspace, 'zone'>
  readonly clock?: Clock | undefined
  readonly holidays?: ReadonlySet<Day> | undefined
  readonly contracts?: Pick<Contracts, 'list'> | undefined
  /** The rules in force, budgets among them. */
  readonly alerts?: Pick<AlertBook, 'rules'> | undefined
  readonly notes?: Pick<NoteBook, 'list'> | undefined
  readonly baselines?: Pick<BaselineBook, 'list'> | undefined
  /** As `companyWeeks`, for whoever composes many of one company at once. */
  readonly companyWeeks?: typeof companyWeeks | undefined
  readonly teamFacts?: typeof teamFacts | undefined
  readonly signals?: SignalReader | undefined
  readonly policyInForce?: (() => Promise<Pick<InForce, 'policy'>>) | undefined
  readonly status?: (() => Promise<readonly StreamStatus[]>) | undefined
}
