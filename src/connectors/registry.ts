import type { Connector } from '#collect.ts'

/** Every connector, in the order `connect` and docs/connectors.md list them. */
export const CONNECTORS: readonly Connector[] = []
