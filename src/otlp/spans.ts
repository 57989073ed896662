import { count, said, text, toolOf } from './facts.ts'
import type { Span } from './read.ts'
import { type Line, withoutCached } from './usage.ts'

/** Operations that call a model: tokens are counted here and nowhere else. */
const CALLS: ReadonlySet<string> = new Set([
  'chat',
  'generate_content',
  'text_completion',
  'embeddings',
])
/** An agent's own span repeats the sum of its children: it is a run, not a request with tokens. */
const RUNS: ReadonlySet<string> = new Set(['invoke_agent', 'invoke_workflow'])

const operation = (span: Span) => text(span, 'operation')

/** Spans of this request by their id, for finding whose child one is. */
type Family = ReadonlyMap<string, Span>

const RUN_DEPTH = 32

/** Whether an agent is at work above the span, or the span itself names one. */
function underAgent(span: Span, family: Family): boolean {
  if (said(span, 'agent') !== undefined) return true
  let parent = span.parent
  for (let depth = 0; parent !== null && depth < RUN_DEPTH; depth++) {
    const above = family.get(`${span.trace} ${parent}`)
    if (above === undefined) return false
    if (RUNS.has(operation(above) ?? '')) return true
    parent = above.parent
  }
  return false
}

/** GenAI semantic conventions, old and new names: model calls, and agents' runs. */
export function spanLines(spans: readonly Span[]): readonly Line[] {
  const family: Family = new Map(spans.map((span) => [`${span.trace} ${span.span}`, span]))
  return spans.flatMap((span): Line[] => {
    const name = operation(span)
    if (name === null) return []
    const base = {
      signal: span,
      source: 'otlp-gen-ai',
      tool: toolOf(span),
      atMicros: span.atMicros,
      id: `${span.trace} ${span.span}`,
      error: span.error || said(span, 'error') !== undefined,
    }
    if (CALLS.has(name)) {
      const agent = underAgent(span, family)
      const run = agent ? { run: span.trace } : {}
      const outputTokens = count(span, 'output')
      return [{ ...base, agent, ...run, ...withoutCached(span), outputTokens, feature: 'api' }]
    }
    if (!RUNS.has(name)) return []
    // Agents called by agents are part of one run.
    const agent = span.parent !== null && underAgent({ ...span, attributes: new Map() }, family)
    const agentName = text(span, 'agentOf')
    return [{ ...base, agent, run: span.trace, agentName, feature: 'agents' }]
  })
}
