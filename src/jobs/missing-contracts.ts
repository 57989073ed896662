import type { Contracts } from '#books.ts'
import { dayAt } from '#core/time/day.ts'
import type { Clock, Workspace } from '#ports.ts'

/** Tools in use that nobody gave a contract for today; none where contracts are not kept. */
export async function missingContracts(house: {
  readonly contracts?: Pick<Contracts, 'list'>
  readonly workspace: Pick<Workspace, 'zone'>
  readonly clock: Clock
}): Promise<readonly string[]> {
  if (!house.contracts) return []
  const today = dayAt(house.clock.now(), await house.workspace.zone())
  return (await house.contracts.list(today)).missing
}
