import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { type Day, day } from '#core/time/day.ts'
import type { Side } from '#core/why/side.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { dollars, four, nothing } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { measured, people } from '#test/support/measured.ts'

const cell = (model: string, millions: number, spend: number) => ({
  tool: 'chatgpt',
  model,
  tokens: millions * 1_000_000,
  spend: dollars(spend),
})

const BEFORE: Side = {
  people: 35,
  cells: [cell('claude-opus', 40, 400), cell('gpt-5', 660, 3_300)],
  rest: { 'no-model': dollars(90) },
}
const NOW: Side = {
  people: 38,
  cells: [cell('claude-opus', 80, 800), cell('gpt-5', 720, 3_240)],
  rest: { 'no-model': dollars(90), bill: dollars(80.01) },
}

const admin = member({ admin: true })

async function ask(
  text: string,
  { holidays, ...given }: Given & { readonly holidays?: ReadonlySet<Day> } = {},
  viewer = admin,
) {
  const made = memoryHouse({ measured: measured(four()), ...given })
  const house = { ...made, ...(holidays && { holidays }) }
  const asked: boolean[] = []
  const sides = async (_: unknown, { paired }: { readonly paired: boolean }) => {
    asked.push(paired)
    return { now: NOW, before: BEFORE }
  }
  const answer = await answerCommand({ ...house, usage: { ...house.usage, sides } })(
    asks(text, viewer),
  )
  return { house, answer, asked, said: plain(answer.message) }
}

describe('why', () => {
  test('tells what a change of spend is made of, to the cent', async () => {
    const { answer, said, asked } = await ask('why team:eng 30d')
    expect(said).toMatchInlineSnapshot(`
      "Why · eng · 22 Oct – 20 Nov 2026
      eng spent $4,210.01 in the 30 days to 20 Nov 2026, $420.01 (11%) more than the 30 days before ($3,790.00); most of it is people, +$317.95.
      eng spent $4,210.01 in the 30 days to 20 Nov 2026, $420.01 (11%) more than the 30 days before ($3,790.00); most of it is people, +$317.95.
      People here are the 38 whose tokens have a price.
      [changes] eng: spend changed by +$420.01 / What the change is made of, US dollars / 22 Oct – 20 Nov 2026 against 22 Sep – 21 Oct 2026
      [alt] eng: spend changed by +$420.01. Bar chart of changes: What the change is made of, US dollars. People +$318; Use per person +$198; Model mix +$169; Prices −$345; Bill without tokens +$80. Together +$420. 22 Oct – 20 Nov 2026 against 22 Sep – 21 Oct 2026.
      | What changed | Spend |
      | People | +$317.95 |
      | Use per person | +$198.35 |
      | Model mix | +$168.81 |
      | Prices | −$345.11 |
      | Bill without tokens | +$80.01 |
      | Together | +$420.01 |
      **People with priced tokens** 35 → 38
      **Use per person** 20M → 21.1M tokens
      **Model mix** most claude-opus, 6% → 10% of tokens
      **Prices** most gpt-5, $5.00 → $4.50 a million tokens
      (6% of tokens have no price: they are no spend, and in no line. Each of the four is its Shapley value: the mean of what it adds over all orders in which they could have moved, so the parts add up to the cent. A price is what a model cost a token, whichever kind: it also moves when more of them are output. Compared with 22 Sep – 21 Oct 2026. Data through 20 Nov 2026, days in UTC. Answer \`b222\`.)
      [Spend] [By model] [By person] [Explain]"
    `)
    expect(asked).toEqual([false])
    const parts = Object.values((answer.report as { change: Record<string, number> }).change)
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(dollars(420.01))
    const rows = answer.message.parts.find((part) => part.kind === 'table')?.rows ?? []
    const cents = rows.map(([, amount = '']) =>
      Math.round(Number(amount.replace(/[$,]/g, '').replace('−', '-')) * 100),
    )
    expect(cents.slice(0, -1).reduce((sum, one) => sum + one, 0)).toBe(cents.at(-1))
  })

  test('is offered under an answer whose spend moved, to who may see it', async () => {
    const labels = async (text: string, viewer = admin) =>
      (
        await ask(text, { published: memoryHouse({ measured: measured(four()) }).usage }, viewer)
      ).answer.message.parts.flatMap((part) =>
        part.kind === 'buttons' ? part.buttons.map(({ label }) => label) : [],
      )
    expect(await labels('team:eng 30d')).toContain('Why?')
    expect(await labels('messages 30d')).not.toContain('Why?')
    expect(await labels('30d', member({ roles: ['analyst'] }))).not.toContain('Why?')
  })

  test('says that there is nothing to compare with, and takes nothing apart', async () => {
    const [spend, ...others] = four({ before: null, comparable: nothing })
    const { said, asked } = await ask('why 30d', { measured: measured([spend!, ...others]) })
    expect(said).toContain('There is no change to explain')
    expect(asked).toEqual([])
  })

  test('tells whole sums, says so first, and what it is per working day', async () => {
    const holidays = new Set([day('2026-10-26'), day('2026-10-27')])
    const { said } = await ask('why team:eng 30d', { holidays })
    const [, summary = '', , next = ''] = said.split('\n')
    expect(summary).toContain('in all $420.01 (11%) more than the 30 days before ($3,790.00)')
    expect(next).toContain(
      'Whole sums, of 20 working days against 22; it is 22% more per working day than the 30 days before.',
    )
    expect(said).toContain('Compared with 22 Sep – 21 Oct 2026 (20 v 22 working days).')
  })

  test('says which people it counts, beside how many were active', async () => {
    const others = four().filter(({ metric }) => metric !== 'active_people')
    const { said } = await ask('why team:eng 30d', {
      measured: measured([...others, people(118, 115)]),
    })
    expect(said).toContain('People here are the 38 whose tokens have a price; 118 were active.')
    expect(said).toContain('**People with priced tokens** 35 → 38')
    expect((await ask('why team:eng 30d')).said).toContain(
      'People here are the 38 whose tokens have a price.',
    )
    expect((await ask('why user:ann@example.com 30d')).said).not.toContain('People here')
  })

  test('of one person names them by alias and is a look at them', async () => {
    const { house } = await ask('why user:ann@example.com 30d', {
      aliases: { 'ann@example.com': 'p-7k2fqa' },
    })
    expect(house.rows).toMatchObject([
      { command: 'why user:p-7k2fqa 30d', detail: { people: 'p-7k2fqa', role: 'admin' } },
    ])
  })

  test.each([
    ['an admin without the person permission', member({ admin: true, person: false })],
    ['an analyst', member({ roles: ['analyst'] })],
    ['the lead of the unit', member({ leads: ['eng'] })],
  ])('is not for %s: it is worked out from single people', async (_, viewer) => {
    const { answer, said, asked } = await ask('why team:eng 30d', {}, viewer)
    expect(answer.outcome).toBe('refused')
    expect(said).toContain('spend by:model')
    expect(asked).toEqual([])
  })

  test('can be explained like any answer', async () => {
    const { house, said } = await ask('why team:eng 30d')
    expect(said).toContain('Answer `b222`')
    const again = await answerCommand(house)(asks('explain', admin))
    expect(plain(again.message)).toContain('**Asked** `why team:eng 30d`')
  })
})

test.each([
  ['why', 'why 30d'],
  ['why team:eng 30d', 'why team:eng 30d'],
  ['Why did spend rise last month?', 'why last month'],
  ['why is the cost up 90d tool:chatgpt', 'why tool:chatgpt 90d'],
  ['why are our costs so much more 7d', 'why 7d'],
])('%s is read as %s', (text, canonical) => {
  expect(parse(text)).toEqual(parse(canonical))
})

test.each([['why by:model 30d'], ['why messages 30d'], ['why help']])('%s is not', (text) => {
  expect(parse(text).kind).toBe('misread')
})
