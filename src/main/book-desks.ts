import type { ContractsDesk, NamesDesk, PeopleDesk, ServicesDesk } from '#cli/doors.ts'
import { contractOf } from '#connectors/contracts.ts'
import { readMapping } from '#connectors/mapping.ts'
import { namesFile } from '#connectors/names-file.ts'
import { dayAt } from '#core/time/day.ts'
import { changePeople } from '#jobs/change-people.ts'
import { keepNames } from '#jobs/keep-names.ts'
import { mapService } from '#jobs/map-service.ts'
import { refuseWhereNobodyIsKept } from '#jobs/nobody-kept.ts'
import { setContract } from '#jobs/set-contracts.ts'

import type { OpenHouse } from './open-house.ts'

/** Who acts from the command line. */
const by = 'operator'

type BookHouse = Pick<
  OpenHouse,
  | 'people'
  | 'services'
  | 'contracts'
  | 'typedPseudonyms'
  | 'audit'
  | 'clock'
  | 'workspace'
  | 'policyInForce'
  | 'displayNames'
>

export type BookDesks = {
  readonly people: PeopleDesk
  readonly services: ServicesDesk
  readonly contracts: ContractsDesk
  readonly names: NamesDesk
}

/** What the command line does with people, services and contracts, on an open house. */
export function bookDesks(house: BookHouse): BookDesks {
  const { people, services, contracts, audit, clock, displayNames } = house
  const facts = (dryRun: boolean) => ({ by, at: clock.now(), dryRun })
  const known = () => refuseWhereNobodyIsKept(house.policyInForce)
  return {
    people: {
      async unmatched() {
        await known()
        return people.unmatched()
      },
      async doubtful() {
        await known()
        return people.doubtful()
      },
      async decided() {
        await known()
        return people.decided()
      },
      async change(change, dryRun) {
        await known()
        const pseudonym = house.typedPseudonyms.person
        return changePeople(change, facts(dryRun), { people, audit, pseudonym })
      },
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
    names: {
      async keep(file, { dryRun, cwd, ...flags }) {
        const mapping = await readMapping({ ...flags, assign: [] }, cwd)
        const list = await namesFile(file, { pseudonyms: house.typedPseudonyms, mapping })
        return keepNames(list, facts(dryRun), { displayNames, audit })
      },
    },
  }
}
