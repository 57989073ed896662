import type { Connector } from '#collect.ts'

import { githubCopilot } from './github-copilot/connector.ts'
import { langfuse } from './langfuse/connector.ts'
import { litellm } from './litellm/connector.ts'

/** Every connector, in the order `connect` and docs/connectors.md list them. */
export const CONNECTORS: readonly Connector[] = [githubCopilot, litellm, langfuse]
