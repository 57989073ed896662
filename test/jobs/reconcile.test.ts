import { describe, expect, test } from 'vitest'

import type { ReconcileFacts } from '#core/reconcile/facts.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'

const facts: ReconcileFacts = {
  tools: [
    {
      tool: 'openai-api',
      measures: [],
      cache: [],
      bill: {
        sources: ['openai-costs'],
        days: [{ day: '2026-11-02' as never, bill: 900_000_000, estimate: 1_000_000_000 }],
        rows: 3,
        credited: 0,
        withoutEstimate: 0,
        unknownLines: 0,
      },
    },
  ],
}

async function ask(text: string, given: Given = {}, viewer?: Parameters<typeof asks>[1]) {
  const house = memoryHouse({ reconcile: facts, ...given })
  return { house, answer: await answerCommand(house)(asks(text, viewer)) }
}

describe('costs reconcile', () => {
  test('compares the days asked for, and is kept and audited like any answer', async () => {
    const { answer, house } = await ask('costs reconcile 30d', {}, member({ admin: true }))
    expect(answer).toMatchObject({
      outcome: 'answered',
      answerId: 'answer-1',
      message: { summary: expect.stringContaining('The bills say $900') as string },
      report: { command: 'costs reconcile 30d', tools: facts.tools },
    })
    expect(house.reconciled).toEqual([{ period: { from: '2026-10-22', to: '2026-11-20' } }])
    expect(house.rows).toMatchObject([
      { command: 'costs reconcile 30d', outcome: 'answered', detail: { from: '2026-10-22' } },
    ])
  })

  test('is for admins', async () => {
    const { answer, house } = await ask('costs reconcile 30d', {}, member())
    expect(answer.outcome).toBe('refused')
    expect(house.reconciled).toEqual([])
  })

  test('is not said when it could not be audited', async () => {
    const { answer } = await ask('costs reconcile 30d', { down: ['audit'] })
    expect(answer.outcome).toBe('refused')
    expect(JSON.stringify(answer)).not.toContain('$900')
  })

  test('suggests a tool it does not know, and days that there are', async () => {
    const unresolved = [
      { key: 'tool', value: 'opena', why: 'unknown', suggestions: ['openai-api'] },
    ] as const
    expect((await ask('costs reconcile tool:opena', { unresolved })).answer.outcome).toBe('misread')
    const { answer } = await ask('costs reconcile 2026-07-31..2026-07-01')
    expect(JSON.stringify(answer.message)).toContain('costs reconcile 2026-07-01..2026-07-31')
  })
})
