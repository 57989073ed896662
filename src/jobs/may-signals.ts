import type { Place, Viewer } from '#core/access/access.ts'
import { notTheirs } from '#core/access/own-units.ts'

import { mayAsk } from './may-ask.ts'
import type { Reads } from './outcome.ts'

type Asked = {
  readonly viewer: Viewer
  /** Where the digest is read. */
  readonly place: Place
  /** The unit it is of, a path; undefined is the company. */
  readonly team: string | undefined
}

/** Whether a digest may tell how work goes: of the company in private, of a team in its channel too. */
export async function maySignals({ viewer, place, team }: Asked, house: Reads): Promise<boolean> {
  const action = team === undefined ? 'signals' : 'signals of a team'
  const decision = await mayAsk({ viewer, place, action }, house)
  if (!decision.allowed) return false
  const { within } = decision
  const units = team === undefined ? [] : [team]
  return within === undefined || notTheirs({ units }, within) === undefined
}
