import type { Connector } from '#collect.ts'

import { chatgpt } from './chatgpt/connector.ts'
import { codex } from './codex/connector.ts'
import { openai } from './openai/connector.ts'

/** Every connector, in the order `connect` and docs/connectors.md list them. */
export const CONNECTORS: readonly Connector[] = [openai, chatgpt, codex]
