import { hash } from 'node:crypto'

import { text, toolOf } from './facts.ts'
import type { Point } from './read.ts'
import { type Line, plain } from './usage.ts'

/** The count a point adds to, by the vendor's word for it. */
const TOKEN_TYPES: Readonly<
  Record<string, 'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'>
> = {
  input: 'inputTokens',
  output: 'outputTokens',
  cacheRead: 'cacheReadTokens',
  cacheCreation: 'cacheWriteTokens',
  cache_read: 'cacheReadTokens',
  cache_write: 'cacheWriteTokens',
}

const SOURCES: Readonly<Record<string, string>> = {
  'claude_code.token.usage': 'otlp-claude-code-metrics',
  'claude_code.cost.usage': 'otlp-claude-code-metrics',
  'gen_ai.client.token.usage': 'otlp-gen-ai-metrics',
}

/** One counter from its start: a cumulative one grows under the same id, a delta is its own. */
function idOf(point: Point): string {
  const series = [...point.attributes, ...point.resource].toSorted(([a], [b]) => (a < b ? -1 : 1))
  const end = point.temporality === 'delta' ? String(point.atMicros) : ''
  return hash('sha256', JSON.stringify([point.metric, series, String(point.startMicros), end]))
}

export type PointLines = {
  readonly lines: readonly Line[]
  /** Points that can't be dated: counters that run on for days under no session. */
  readonly undatable: number
}

/**
 * Token and cost counters, for clients that send no logs or spans. They know no messages. A cumulative
 * counter of one session is that session's, dated at its start; without a session it could hold weeks.
 */
export function pointLines(points: readonly Point[]): PointLines {
  let undatable = 0
  const lines = points.flatMap((point): Line[] => {
    const source = SOURCES[point.metric]
    if (source === undefined || !(point.value > 0)) return []
    const cumulative = point.temporality === 'cumulative'
    if (cumulative && text(point, 'session') === null) {
      undatable += 1
      return []
    }
    const base = {
      signal: point,
      source,
      tool: point.metric.startsWith('claude_code.') ? 'claude-code' : toolOf(point),
      atMicros: cumulative ? point.startMicros : point.atMicros,
      id: idOf(point),
      agent: true,
      feature: point.metric.startsWith('claude_code.') ? ('cli' as const) : ('api' as const),
    }
    if (point.metric === 'claude_code.cost.usage') return [{ ...base, dollars: plain(point.value) }]
    const column = TOKEN_TYPES[text(point, 'tokenType') ?? '']
    return column && Number.isSafeInteger(point.value) ? [{ ...base, [column]: point.value }] : []
  })
  return { lines, undatable }
}
