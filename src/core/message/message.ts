import type { Chart } from '#core/chart/chart.ts'

/** What a button does. `command` is canonical command text. */
export type Act =
  | { readonly kind: 'ask'; readonly command: string }
  | { readonly kind: 'csv'; readonly command: string }
  | { readonly kind: 'keep' }
  /** Posts the answer it stands under where it was asked. */
  | { readonly kind: 'share' }
  /** Takes back what was shared. */
  | { readonly kind: 'unshare'; readonly ref: string }
  /** Opens the form in which a question is put together, where a platform has forms. */
  | { readonly kind: 'build' }
  | { readonly kind: 'ask-for-access' }
  | { readonly kind: 'help'; readonly topic?: string }
  /** Asks how often and where to send what `command` asks. */
  | { readonly kind: 'subscribe'; readonly command: string }
  /** Opens what `command`, an edit of a subscription with all it is now, says: to be changed. */
  | { readonly kind: 'edit'; readonly command: string }
  /** The names behind the aliases of the answer it stands under. */
  | { readonly kind: 'reveal' }
  /** Opens a page of a vendor's: an address its connector knows, none that came with data. */
  | { readonly kind: 'open'; readonly url: string }

export type Button = {
  readonly label: string
  readonly act: Act
  readonly style?: 'primary'
}

/** A number with its name: "Spend", "$4,210", "▲ 8 %", "v the 30 days before". */
export type Fact = {
  readonly label: string
  readonly value: string
  readonly change?: string
  readonly note?: string
}

/**
 * A piece of a message. Text is plain: it may carry **bold** and `code`, nothing else; renderers
 * escape everything else. A new kind must fail to compile in every renderer.
 */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** The columns of accounts (`T1/U1`): a platform shows its own as it shows people. */
      readonly accounts?: readonly number[]
    }
  | { readonly kind: 'chart'; readonly chart: Chart }
  | { readonly kind: 'buttons'; readonly buttons: readonly Button[] }
  /** Small print: coverage, data through, definitions. */
  | { readonly kind: 'note'; readonly text: string }

/** What the bot says, as data. `summary` is the whole answer in one sentence, for notifications. */
export type Message = {
  readonly title: string
  readonly summary: string
  readonly parts: readonly Part[]
  /** Said in the thread below it, where nobody asked for it just now; left out everywhere else. */
  readonly details?: readonly Part[]
}
