import { describe, expect, test } from 'vitest'

import { stores } from '#test/support/store.ts'

import { DAY, manyVendors, openAiUse } from './collect-vendors.ts'

type Row = { readonly key: string; readonly now: number | null }
type Measured = {
  readonly measurements: readonly {
    readonly metric: string
    readonly now: number | null
    readonly by?: { readonly rows: readonly Row[] }
    readonly coverage: { readonly tools: readonly string[]; readonly cannot: readonly string[] }
  }[]
  readonly tools: readonly { readonly tool: string; readonly dataThrough: string }[]
}

/** A dozen vendors' streams, twice. */
const LONG = 180_000

describe.each(stores())('in $kind', ({ open }) => {
  test(
    'every vendor from a clean store: one answer, the same when pulled again, smaller when restated',
    async () => {
      await using it = await manyVendors(open)
      const ask = async () => (await it.run(['ask', `by:tool ${DAY}`, '--json'])).out
      const answer = async () => {
        const { measurements, tools } = JSON.parse(await ask()) as Measured
        const of = (metric: string) => measurements.find((one) => one.metric === metric)
        const by = (metric: string) =>
          Object.fromEntries((of(metric)?.by?.rows ?? []).map(({ key, now }) => [key, now]))
        return { tools, of, by }
      }
      const sync = (...target: readonly string[]) =>
        it.run(['sync', ...target, '--since', '2026-11-17', '--quiet'])

      const first = await sync()
      expect({ code: first.code, err: first.err }).toEqual({ code: 0, err: '' })
      expect(first.out.match(/ pulled /g)).toHaveLength(26)
      const text = await ask()
      const { tools, of, by } = await answer()
      // OpenAI's row: 1,000 tokens of input of which 400 were cached, 500 of output; its bill is
      // $0.10 and $0.20, and not the price list's $0.007.
      expect(by('input_tokens')).toMatchObject({ 'openai-api': 600 })
      expect(by('cache_read_tokens')).toMatchObject({ 'openai-api': 400 })
      expect(by('spend')).toEqual({
        'claude-code': 1_234_500,
        'openai-api': 300_000,
        cursor: 200_000,
        openrouter: 15_000,
        chatgpt: null,
        claude: null,
        codex: null,
      })
      // Claude Code's 50 are told by two doors, and 40 by a third: they are one person's one day.
      expect(by('output_tokens')).toEqual({
        'openai-api': 500,
        cursor: 450,
        openrouter: 125,
        'claude-code': 50,
        codex: 40,
        chatgpt: 20,
        claude: null,
      })
      expect(of('active_people')?.now).toBe(1)
      expect(of('messages')).toMatchObject({
        now: 26,
        coverage: {
          tools: ['claude', 'codex'],
          cannot: ['chatgpt', 'claude-code', 'cursor', 'openai-api', 'openrouter'],
        },
      })
      // What ChatGPT's people cost is published, who was active is not yet.
      expect(tools.map(({ tool, dataThrough }) => `${tool} ${dataThrough}`)).toEqual([
        'chatgpt 2026-11-18',
        'claude 2026-11-20',
        'claude-code 2026-11-20',
        'codex 2026-11-20',
        'cursor 2026-11-20',
        'openai-api 2026-11-20',
        'openrouter 2026-11-20',
      ])

      expect((await sync()).out).toContain('0 days counted again')
      expect(await ask()).toBe(text)

      it.openAi.restate(DAY, [openAiUse(800, 300, 100)])
      expect((await sync('openai/usage')).out).toContain('1 day counted again')
      const smaller = await answer()
      expect(smaller.by('input_tokens')).toMatchObject({ 'openai-api': 500, cursor: 126 })
      expect(smaller.by('output_tokens')).toMatchObject({ 'openai-api': 100 })
      expect(smaller.by('spend')).toMatchObject({ 'openai-api': 300_000 })
    },
    LONG,
  )
})
