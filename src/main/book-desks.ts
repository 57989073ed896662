import type { ContractsDesk, PeopleDesk, ServicesDesk } from '#cli/doors.ts'
import { contractOf } from '#connectors/contracts.ts'
import { dayAt } from '#core/time/day.ts'
import { changePeople } from '#jobs/change-people.ts'
import { mapService } from '#jobs/map-service.ts'
import { setContract } from '#jobs/set-contracts.ts'

import type { OpenHouse } from './house.ts'

/** Who acts from the command line. */
const by = 'operator'

type BookHouse = Pick<
  OpenHouse,
  'people' | 'services' | 'contracts' | 'typedPseudonyms' | 'audit' | 'clock' | 'workspace'
>

export type BookDesks = {
  readonly people: PeopleDesk
  readonly services: ServicesDesk
  readonly contracts: ContractsDesk
}

/** What the command line does with people, services and contracts, on an open house. */
export function bookDesks(house: BookHouse): BookDesks {
  const { people, services, contracts, audit, clock } = house
  const facts = (dryRun: boolean) => ({ by, at: clock.now(), dryRun })
  return {
    people: {
      unmatched: () => people.unmatched(),
      doubtful: () => people.doubtful(),
      decided: () => people.decided(),
      change: (change, dryRun) =>
        changePeople(change, facts(dryRun), {
          people,
          audit,
          pseudonym: house.typedPseudonyms.person,
        }),
    },
    services: {
      list: () => services.list(),
      map: (given, dryRun) => mapService(given, facts(dryRun), { services, audit }),
    },
    contracts: {
      async list() {
        const today = dayAt(clock.now(), await house.workspace.zone())
        return { book: await contracts.list(today), today }
      },
      set: (fields, dryRun) => setContract(contractOf(fields), facts(dryRun), { contracts, audit }),
    },
  }
}
