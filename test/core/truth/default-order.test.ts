import { describe, expect, test } from 'vitest'

import { defaultOrder, ranked } from '#core/truth/default-order.ts'
import type { MeasureGroup } from '#core/truth/measure-group.ts'

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
      'tokens',
      ['claude-code-analytics', 'otlp', 'litellm', 'claude-code', 'export'],
    ],
    ['openai-api', 'cost', ['openai-usage', 'openai-costs', 'otlp', 'langfuse', 'openai-api']],
    ['chatgpt', 'activity', ['chatgpt-messages', 'chatgpt-analytics', 'litellm', 'chatgpt']],
    ['nobody-knows-it', 'tokens', ['otlp-http', 'litellm', 'a', 'b']],
  ])('%s is believed for %s in this order: %j', (tool, group, order) => {
    expect(of(tool, group, order.toReversed())).toEqual(order)
  })

  test('what nobody knows comes last, by name', () => {
    expect(ranked(['litellm'], ['b', 'litellm', 'a'], 'x')).toEqual(['litellm', 'a', 'b'])
  })
})
