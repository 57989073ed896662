import type { Message } from '#core/message/message.ts'
import type { AskRequest, AuditRow, StoredAnswer } from '#ports.ts'
import type { House } from '#slack/house.ts'

export type Line = { readonly level: string; readonly facts: unknown; readonly what: string }

/** A house in memory: what Slack's room needs of the others, with switches for their bad days. */
export type TestHouse = House & {
  readonly asked: AskRequest[]
  readonly audited: AuditRow[]
  readonly lines: Line[]
  readonly remembered: Map<string, string>
  readonly claimed: Set<string>
  readonly people: Set<string>
  /** What the next questions are answered with. */
  reply: Message
  storeDown: boolean
  drawingFails: boolean
  slowBy: number
  /** Runs while an answer is made. */
  meanwhile: () => void
  advance(ms: number): void
}
