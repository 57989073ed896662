import type { Ruled, UnitAccounts } from '#books.ts'
import { UserError } from '#core/errors.ts'
import { presentOf } from '#core/privacy/two-keys.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'

import type { Roster } from './roster.ts'
import { newUnitSums, type UnitSums } from './unit-sums.ts'

/** What was promised of what comes in: on which days nothing of one person may be kept. */
export type Kept = {
  /** Of the policy: another one may hold when what came in is written. */
  readonly version: number
  readonly ofUnits: (day: Day) => boolean
  readonly today: boolean
  /** No unit is smaller than so many people. */
  readonly floor: number
}

export type UnitDoorPorts = {
  /** Undefined where no policy ever said that nothing may be kept of one person. */
  readonly kept: () => Promise<Kept | undefined>
  readonly accounts: UnitAccounts
  readonly roster: Roster
  /** Hex HMAC of a service's name. */
  readonly service: (name: string) => string
  /** Where rules put identifiers that came in since it was last asked. */
  readonly ruled: () => readonly Ruled[]
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** Rows of people as sums of units. */
export type Summing = UnitSums & {
  /** What somebody's use on a day is to belong to; null: to nobody. */
  readonly accountOf: (report: Pick<UsageReport, 'account' | 'day'>) => string | null
  /** Makes sure that there is something the sums belong to, and that the same is still promised. */
  settle(): Promise<void>
}

/** @param others accounts of services that came with the rows */
export async function summing(
  kept: Kept,
  { accounts, roster, service, ruled, ...ports }: UnitDoorPorts,
  others: ReadonlySet<string> = new Set(),
): Promise<Summing> {
  const nobody = await accounts.nobody()
  const units = new Map<string, string>()
  const ofUnit = (unit: string): string => {
    const account = units.get(unit) ?? service(`unit ${unit}`)
    units.set(unit, account)
    return account
  }
  const accountOf: Summing['accountOf'] = ({ account, day }) => {
    if (account === null || nobody.has(presentOf(account)) || others.has(account)) return account
    roster.rule(ruled())
    const unit = roster.countedIn(kept.floor)(account, day)
    return unit === null ? null : ofUnit(unit)
  }
  const sums = newUnitSums(accountOf)
  return {
    ...sums,
    accountOf,
    async settle() {
      if ((await ports.kept())?.version !== kept.version)
        throw new UserError(
          'The privacy policy was changed while this came in, so none of it was kept',
          'Do the same again: it is kept as the policy of now says.',
        )
      await accounts.keep([...units].map(([unit, account]) => ({ unit, account })))
    },
  }
}
