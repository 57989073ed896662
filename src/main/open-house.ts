import type {
  Contracts,
  DisplayNames,
  KeyRotation,
  People,
  Privacy,
  Publishing,
  Retention,
  Services,
} from '#books.ts'
import type { Pseudonymizer } from '#collect.ts'
import type { LiveInbox, Precedence } from '#collection.ts'
import type { Config } from '#config.ts'
import type { SetUp } from '#connectors/settings.ts'
import type { Approvals } from '#core/approval/desk.ts'
import type { AuditTrail } from '#core/audit/trail.ts'
import type { StreamStatus } from '#core/collect/status.ts'
import type { Ingest } from '#ingest.ts'
import type { ActionHouse } from '#jobs/action-house.ts'
import type { CollectPorts } from '#jobs/collecting.ts'
import type { DigestReads } from '#jobs/digest-ports.ts'
import type { PolicyHouse } from '#jobs/policy.ts'
import type { UnitLive } from '#jobs/unit-live.ts'
import type { ForecastBook, NoteBook, PersonBudgetBook } from '#ledgers.ts'
import type { Log, Outbox, Reconcile, TellAdmins, UsageReader, Workspace } from '#ports.ts'
import type { Names, RoleGroups } from '#rights.ts'
import type { House as SlackHouse } from '#slack/house.ts'
import type { Store } from '#store/store.ts'
import type { House as TeamsHouse } from '#teams/house.ts'

import type { Delivering } from './delivering.ts'
import type { readsOf } from './reads.ts'
import type { SiemHouse } from './siem.ts'
import type { unitDoor } from './unit-door.ts'
import type { Watching } from './watching.ts'

/** Everything behind the doors, opened from one configuration. */
export type OpenHouse = AsyncDisposable &
  SlackHouse &
  TeamsHouse &
  SiemHouse &
  Watching & {
    readonly config: Config
    readonly usage: UsageReader
    readonly status: () => Promise<readonly StreamStatus[]>
    readonly workspace: Workspace
    readonly ingest: Ingest
    readonly precedence: Precedence
    readonly privacy: Privacy
    readonly displayNames: DisplayNames
    readonly roleGroups: RoleGroups
    readonly names: Names
    readonly keyRotation: KeyRotation
    readonly retention: Retention
    readonly publishing: Publishing
    /** What everyone may read: cells that were decided once. */
    readonly published: UsageReader
    /** What subscriptions are composed from: hundreds at one moment. */
    readonly burst: ReturnType<typeof readsOf>['burst']
    readonly waiting: ReturnType<typeof readsOf>['waiting']
    readonly reconcile: Reconcile
    readonly trail: AuditTrail
    readonly approvals: Approvals
    readonly actions: ActionHouse
    readonly forecasts: ForecastBook
    readonly budgets: PersonBudgetBook
    readonly people: People
    readonly services: Services
    readonly contracts: Contracts
    readonly notes: NoteBook
    readonly pseudonyms: Pseudonymizer
    /** The same under both keys while the key is being changed, for what is typed. */
    readonly typedPseudonyms: Pseudonymizer
    /** The same, for what comes in: rules for addresses look at it before it is hashed. */
    readonly doorPseudonyms: Pseudonymizer
    readonly collect: CollectPorts
    readonly inbox: LiveInbox
    /** Of what was received: what nobody is to be kept of, as sums. */
    readonly drainUnits: UnitLive['drain']
    readonly withDirectory: ReturnType<typeof unitDoor>['withDirectory']
    /** The workspace's zone. */
    readonly zone: string
    readonly digests: DigestReads
    readonly storeKind: 'postgres' | 'embedded'
    /** @throws UserError when the store's pseudonyms were made with other keys than those given */
    requireKeys(): Promise<void>
    /** Speaks with Slack's token, where one is set, without listening. */
    readonly tellAdmins: TellAdmins
    readonly policy: PolicyHouse
    readonly subscribing: Delivering
    readonly outbox: Outbox
    /** Puts who came in where rules for addresses put them, and recomputes stale days. */
    rebuildStale(): Promise<void>
    /** Checks the fonts and starts the drawing thread, so that the first asker waits for neither. */
    warmCharts(): Promise<void>
  }

export type HouseOptions = {
  readonly key: string
  /** The key before, while it is being changed. */
  readonly previousKey?: string
  readonly log: Log
  /** The connectors with their settings; none, unless given. */
  readonly setUps?: readonly SetUp[]
  readonly redact?: (text: string) => string
  /** Opened, and in the end closed, by the caller; one of the house's own, unless given. */
  readonly store?: Promise<Store> | undefined
}
