import type { ChatHouse } from '#chat/house.ts'
import type { TypeAhead } from '#core/home/home.ts'

/** What the rest of the house does for the people in Slack. */
export type House = ChatHouse & {
  readonly typeAhead: TypeAhead
  /** The workspace's: of times that are said without one. */
  readonly zone: string
}
