import type { ChatHouse } from '#chat/house.ts'
import type { Conversations, Pictures } from '#conversations.ts'

/** What the rest of the house does for the people in Teams. */
export type House = ChatHouse & {
  readonly conversations: Conversations
  readonly pictures: Pictures
}
