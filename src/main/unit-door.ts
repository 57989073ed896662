import { randomUUID } from 'node:crypto'

import type { PolicyBook, Ruled } from '#books.ts'
import type { Collection } from '#collection.ts'
import type { RuledDoor } from '#connectors/email-rules/ruled.ts'
import type { SetUp } from '#connectors/settings.ts'
import { UserError } from '#core/errors.ts'
import { dayAt } from '#core/time/day.ts'
import type { Ingest, Membership } from '#ingest.ts'
import { unitDays } from '#jobs/policy.ts'
import { newRoster } from '#jobs/roster.ts'
import { unitCollection } from '#jobs/unit-collection.ts'
import type { Kept } from '#jobs/unit-door.ts'
import { unitIngest } from '#jobs/unit-ingest.ts'
import { unitLive } from '#jobs/unit-live.ts'
import type { Clock } from '#ports.ts'
import type { Store } from '#store/store.ts'
import { unitAccounts } from '#store/unit-accounts.ts'

/** Before every source by its name. */
const GIVEN = ''

type Parts = {
  readonly book: PolicyBook
  readonly door: RuledDoor
  readonly service: (name: string) => string
  readonly setUps: readonly SetUp[]
  readonly zone: string
  readonly clock: Clock
}

/** The doors by which use comes in, where the privacy policy may let nothing be kept of one person. */
export function unitDoor({ db }: Pick<Store, 'db'>, parts: Parts) {
  const { book, door, service, setUps, zone, clock } = parts
  const accounts = unitAccounts(db)
  const roster = newRoster()
  const kept = async (): Promise<Kept | undefined> => {
    const history = await book.history()
    const ofUnits = unitDays(history, zone)
    const last = history.at(-1)
    if (!ofUnits || !last) return undefined
    const { version, policy } = last
    return { version, ofUnits, today: ofUnits(dayAt(clock.now(), zone)), floor: policy.floor }
  }
  const ports = {
    kept,
    accounts,
    roster,
    service,
    ruled: () => door.take(),
    now: () => clock.now(),
    streams: () =>
      setUps
        .filter(({ missing }) => missing.length === 0)
        .flatMap(({ connector: { id, streams } }) =>
          streams.map((stream) => ({ ...stream, connector: id })),
        ),
  }
  return {
    anyPeople: () => accounts.anyPeople(),
    collection: (given: Collection) => unitCollection(given, ports),
    ingest: (given: Ingest) => unitIngest(given, ports),
    received: (given: Collection) =>
      unitLive({ ...ports, collection: given, zone, by: randomUUID() }),
    /**
     * Has a directory in memory while something is imported, before any other.
     * @throws UserError where directories are kept
     */
    withDirectory: async <Result>(
      people: readonly Membership[],
      work: () => Promise<Result>,
    ): Promise<Result> => {
      if (!(await kept())?.today)
        throw new UserError(
          'A directory is only read with the usage where nothing is kept of one person',
          'Leave --directory out, and import it by itself: ai-usage import directory people.csv',
        )
      roster.set(GIVEN, { people }, clock.now())
      try {
        return await work()
      } finally {
        roster.forget(GIVEN)
      }
    },
    /** Keeps where rules put who came in: in memory, where nothing is kept of one person. */
    async keepRuled(keep: (ruled: readonly Ruled[]) => Promise<void>): Promise<void> {
      const ruled = door.take()
      if ((await kept())?.today) roster.rule(ruled)
      else await keep(ruled)
    },
  }
}
