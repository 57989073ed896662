import type { Contracts } from '#books.ts'
import type { Weeks } from '#core/action/outcome.ts'
import type { Reclaimed } from '#core/action/reclaimed.ts'
import { UserError } from '#core/errors.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { ActionBook } from '#ledgers.ts'
import type { Audit, Clock, Log, Workspace } from '#ports.ts'

import { ended, type Ended } from './outcome.ts'

/** What nobody can foresee, and what anybody can check. */
export type Lots = {
  /** 64 hex digits. */
  readonly seed: () => string
  /** Hex. */
  readonly sha256: (text: string) => string
}

export type ActionHouse = {
  readonly actions: ActionBook
  /** Closed weeks of every unit, those that ended before `today`. */
  readonly unitWeeks: (metric: MetricId, today: Day) => Promise<Weeks>
  /** What became of the seats that were idle on a day; absent where seats are not kept. */
  readonly reclaimed?: (since: Day, today: Day) => Promise<readonly Reclaimed[]>
  /** What seats cost where that was agreed. */
  readonly contracts?: Pick<Contracts, 'list'>
  /** With both, who starts first can be drawn. */
  readonly lots?: Lots
  readonly audit?: Audit
  readonly workspace: Workspace
  readonly clock: Clock
  readonly log: Log
}

export const week = (monday: Day, weeks: number): Day => addDays(monday, 7 * weeks)

export function wrong(command: string, what: string, fix: string): Ended {
  const trace = { command, detail: { reason: 'action' } }
  return ended('misread', trace, mistakeMessage(new UserError(what, fix), 'actions'))
}
