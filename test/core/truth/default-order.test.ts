import { describe, expect, test } from 'vitest'

import { CONNECTORS } from '#connectors/registry.ts'
import { defaultOrder, matches, ORDERED_TOOLS, ranked } from '#core/truth/default-order.ts'
import { MEASURE_GROUPS, type MeasureGroup } from '#core/truth/measure-group.ts'

const of = (tool: string, group: MeasureGroup, sources: readonly string[]) =>
  ranked(defaultOrder(tool, group), sources, tool)

describe('where nobody set an order', () => {
  test.each<[string, MeasureGroup, readonly string[]]>([
    [
      'claude-code',
      'activity',
      ['otlp', 'claude-code-analytics', 'litellm', 'claude-code', 'export'],
    ],
    [
      'claude-code',
      'activity',
      ['otlp-claude-code', 'claude-code-analytics', 'claude-enterprise', 'claude-enterprise-usage'],
    ],
    [
      'claude-code',
      'tokens',
      ['claude-code-analytics', 'otlp', 'litellm', 'claude-code', 'export'],
    ],
    [
      'claude-code',
      'tokens',
      ['anthropic-usage', 'claude-enterprise-usage', 'claude-code-analytics', 'otlp-claude-code'],
    ],
    [
      'claude-code',
      'cost',
      ['anthropic-cost', 'claude-enterprise-cost', 'claude-code-analytics', 'otlp-claude-code'],
    ],
    [
      'claude',
      'activity',
      ['claude-enterprise', 'claude-enterprise-usage', 'claude-enterprise-cost'],
    ],
    ['claude', 'cost', ['claude-enterprise-cost', 'claude-enterprise', 'claude-enterprise-usage']],
    ['cursor', 'activity', ['cursor-daily', 'cursor-events']],
    ['cursor', 'tokens', ['cursor-events', 'cursor-daily']],
    ['codex', 'tokens', ['codex-analytics', 'chatgpt-codex-log', 'chatgpt-costs', 'otlp-codex']],
    ['codex', 'cost', ['chatgpt-costs', 'codex-analytics', 'otlp-codex']],
    ['chatgpt', 'cost', ['chatgpt-costs', 'chatgpt-messages', 'chatgpt-analytics']],
    ['openrouter', 'tokens', ['openrouter', 'litellm']],
    ['litellm', 'tokens', ['litellm', 'litellm-daily', 'langfuse']],
    ['langfuse', 'tokens', ['langfuse', 'litellm']],
    ['openai-api', 'cost', ['openai-usage', 'openai-costs', 'otlp', 'langfuse', 'openai-api']],
    ['chatgpt', 'activity', ['chatgpt-messages', 'chatgpt-analytics', 'litellm', 'chatgpt']],
    ['nobody-knows-it', 'tokens', ['otlp-http', 'litellm', 'a', 'b']],
  ])('%s is believed for %s in this order: %j', (tool, group, order) => {
    expect(of(tool, group, order.toReversed())).toEqual(order)
  })

  test.each(
    CONNECTORS.flatMap(({ streams }) =>
      streams.flatMap(({ source, tools }) => tools.map((tool) => [source, tool] as const)),
    ),
  )('%s has a place among the sources of %s', (source, tool) => {
    expect(ORDERED_TOOLS).toContain(tool)
    for (const group of MEASURE_GROUPS)
      expect(defaultOrder(tool, group).some((pattern) => matches(pattern, source, tool))).toBe(true)
  })

  test('what nobody knows comes last, by name', () => {
    expect(ranked(['litellm'], ['b', 'litellm', 'a'], 'x')).toEqual(['litellm', 'a', 'b'])
  })
})
