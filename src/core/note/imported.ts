import type { Day } from '#core/time/day.ts'

/** A note as a line of a file has it: its team by name, not looked up yet. */
export type NoteRow = {
  readonly file: string
  readonly line: number
  readonly day: Day
  readonly sort: string | undefined
  readonly team: string | undefined
  readonly says: string
}
