import { hash } from 'node:crypto'

import { count, said, text } from './facts.ts'
import type { LogRecord } from './read.ts'
import { dollarsOf, type Line, withoutCached } from './usage.ts'

/** Some builds write the short name, some the whole one. */
const shortName = ({ name }: LogRecord) => name.replace(/^(claude_code|codex)\./, '')

type Product = { readonly tool: string; readonly source: string; readonly prefix: string }

const CLAUDE: Product = { tool: 'claude-code', source: 'otlp-claude-code', prefix: 'claude_code.' }
const CODEX: Product = { tool: 'codex', source: 'otlp-codex', prefix: 'codex.' }

/** The product's own name in the event, else its service's. */
function productOf(log: LogRecord): Product | undefined {
  const service = text(log, 'service') ?? ''
  return [CLAUDE, CODEX].find(
    ({ tool, prefix }) => log.name.startsWith(prefix) || service.startsWith(tool.slice(0, 6)),
  )
}

/** Logs carry no id: the same words at the same microsecond in the same session are one event. */
function idOf(log: LogRecord): string {
  const facts = [...log.attributes].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify([log.name, String(log.atMicros), facts]))
}

type Kind = 'prompt' | 'request' | 'failed'

const KINDS: Readonly<Record<string, Kind>> = {
  user_prompt: 'prompt',
  api_request: 'request',
  api_error: 'failed',
  sse_event: 'request',
}

/** Codex streams many events; the one with counts is the reply. Its api_request has none. */
function kindOf(log: LogRecord, product: Product): Kind | undefined {
  const kind = KINDS[shortName(log)]
  if (product !== CODEX || kind !== 'request') return kind
  if (shortName(log) === 'api_request') return undefined
  return count(log, 'inputAndCached') === null && count(log, 'output') === null ? undefined : kind
}

/** Claude Code's and Codex's own events: prompts with their length, requests with tokens and cost. */
export function logLines(logs: readonly LogRecord[]): readonly Line[] {
  return logs.flatMap((log): Line[] => {
    const product = productOf(log)
    const kind = product && kindOf(log, product)
    if (product === undefined || kind === undefined || log.atMicros === 0n) return []
    const { tool, source } = product
    const base = {
      signal: log,
      source,
      tool,
      atMicros: log.atMicros,
      id: idOf(log),
      feature: 'cli' as const,
    }
    switch (kind) {
      case 'prompt':
        return [{ ...base, agent: false, promptCharacters: count(log, 'promptCharacters') }]
      case 'failed':
        return [{ ...base, agent: true, error: true }]
      case 'request':
        return [
          {
            ...base,
            agent: true,
            error: said(log, 'error') !== undefined,
            ...withoutCached(log),
            outputTokens: count(log, 'output'),
            dollars: dollarsOf(log),
          },
        ]
    }
  })
}
