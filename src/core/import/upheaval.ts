/** What a directory would do to the people there are. */
export type Moved = {
  /** In a team before it. */
  readonly before: number
  readonly left: number
  readonly moved: number
}

const UPHEAVAL = 0.2
/** Below this many people a fifth is one or two, and that is any day's business. */
const FEW = 10

/** Whether more than a fifth of the people there were would leave or move. */
export const upheaval = ({ before, left, moved }: Moved): boolean =>
  before >= FEW && left + moved > before * UPHEAVAL
