import type { MetricId, Unit, Value } from '#core/metric/metric.ts'

/** A named number: what it means, how it is computed and how it is said. One file per metric. */
export type MetricDefinition = {
  readonly id: MetricId
  /** As a heading: "Active people". */
  readonly name: string
  readonly unit: Unit
  readonly definition: string
  readonly formula: string
  /** Whether a rise is good news, bad news or just news: decides words and colours, never the value. */
  readonly rise: 'good' | 'bad' | 'neutral'
  readonly counts: readonly string[]
  readonly doesNotCount: readonly string[]
  /** Which sources tell it. */
  readonly reportedBy: string
  /** What people type for it: its name in a command, and what else is understood. */
  readonly typed: Typed
  /** Of a subject, which stands before it: "sent 1,204 messages". */
  readonly said: (value: string, one: boolean, what: string) => string
  /** What `said` calls it where no prompt, tool or agent is asked for; only of what such a filter names itself. */
  readonly what?: string
  /** What leads to the tool it was done with: "spent $42 on ChatGPT". */
  readonly through: 'on' | 'to' | 'with' | 'from'
  /** Of what it is made, where it is no sum, in the order they are measured. */
  readonly madeOf?: readonly { readonly name: string; readonly unit: Unit }[]
  /** For people: "1,204", "$42.10", "1.24M"; "not known" for null. */
  readonly format: (value: Value) => string
}

type Typed = {
  readonly word: string
  /** Lower case; a space also matches `_` and `-`. */
  readonly aliases: readonly string[]
  /** One line, without a full stop. */
  readonly doc: string
}
