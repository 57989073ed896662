import { describe, expect, test } from 'vitest'

import type { Viewer } from '#core/access/access.ts'
import type { Origin } from '#core/explain/origin.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import type { UsageReader } from '#ports.ts'
import { dollars, four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { measured, measurement, spread } from '#test/support/measured.ts'

const ORIGINS: readonly Origin[] = [
  {
    tool: 'chatgpt',
    source: 'chatgpt',
    rows: 1_204,
    days: 28,
    believed: ['activity', 'tokens'],
    passedOver: [],
    covered: 28,
  },
  {
    tool: 'chatgpt',
    source: 'litellm',
    rows: 0,
    days: 0,
    believed: [],
    passedOver: ['tokens'],
    covered: 30,
  },
]

const admin = member({ admin: true })
const analyst = member({ id: 'U2', roles: ['analyst'] })

/** A house where something was asked already. */
async function after(text: string, viewer: Viewer | undefined, given: Given = {}) {
  const house = memoryHouse({ measured: measured(four()), ...given })
  const usage = { ...house.usage, origins: async () => ORIGINS }
  const asking = answerCommand({ ...house, usage, code: '0.1.0' })
  const ask = (command: string, who = viewer) => asking(asks(command, who))
  const first = await ask(text)
  return { house, ask, first }
}

const published = (): UsageReader => {
  const { usage } = memoryHouse({ measured: measured(four()) })
  return usage
}

describe('an answer carries an id', () => {
  test('in its small print, and with a button that explains it', async () => {
    const { house, first } = await after('team:eng 30d', admin)
    expect(house.stored[0]?.ref).toBe('b222')
    expect(plain(first.message)).toContain('Answer b222.'.replace('b222', '`b222`'))
    const buttons = first.message.parts.flatMap((part) =>
      part.kind === 'buttons' ? part.buttons : [],
    )
    expect(buttons.at(-1)).toEqual({
      label: 'Explain',
      act: { kind: 'ask', command: 'explain b222' },
    })
    expect(house.stored[0]?.message).toEqual(first.message)
  })

  test('that is not in what `ask --json` prints, which is the same bytes each time', async () => {
    const { first } = await after('team:eng 30d', undefined)
    expect(JSON.stringify(first.report)).not.toContain('b222')
  })

  test('but one’s own numbers are not kept, so they have none', async () => {
    const self = member({ self: 'hash', id: 'U9' })
    const { first } = await after('me 30d', self, { people: { hash: 'p-7k2fqa' } })
    expect(plain(first.message)).not.toContain('Answer `')
  })
})

describe('explain', () => {
  test('gives the numbers byte for byte, and what they rest on', async () => {
    const { house, ask, first } = await after('team:eng 30d', admin)
    const { message, answerId } = await ask('explain b222')
    const facts = first.message.parts.find(({ kind }) => kind === 'facts')
    expect(message.parts).toContainEqual(facts)
    expect(plain(message)).toMatchInlineSnapshot(`
      "How answer b222 was made
      Answer b222 was given on 21 Nov 2026, 12:00 in UTC to team:eng 30d.
      **Asked** \`team:eng 30d\` on 21 Nov 2026, 12:00 in UTC
      **Read as** eng; 22 Oct – 20 Nov 2026, days in UTC; compared with 22 Sep – 21 Oct 2026
      **Answered** eng spent $4,210 or more in the 30 days to 20 Nov 2026, 11% more than the 30 days before; 38 of 52 people used AI.
      - Spend: $4,210 ▲ 11% ($3,000 billed and $1,210 estimated; 6% of tokens have no price)
      - Active people: 38 of 52 ▲ 9%
      - Messages: 12,410 about the same
      - Sessions: 1,204 ▼ 20%
      **Spend** per tool and day the vendor's bill where it covers the day, else tokens × the price valid that day; whole micro-dollars
      **Active people** count of distinct people with at least one action of their own; never a sum of days
      **Messages** count of usage lines a person initiated, failed ones included
      **Sessions** messages of one person in one tool (and one conversation, where it is known), split at gaps of more than 30 minutes
      | Tool and source | Rows | Days | Believed for |
      | chatgpt | 1,204 | 28 | activity, tokens |
      **Left out** the cost of 6% of tokens, which have no price; sessions by github-copilot, which does not report it.
      **Passed over** litellm on tokens of chatgpt: another source is believed there, and no use is counted twice.
      **Counted again now** every number is the same.
      (Data through 20 Nov 2026; AI Usage 0.1.0, the policy it came with. Exact numbers: only admins with the person permission see this, in private.)
      [Back to the question] [These days again] [What spend means]"
    `)
    expect(answerId).toBeUndefined()
    expect(house.stored).toHaveLength(1)
    expect(house.rows.at(-1)).toMatchObject({
      action: 'ask',
      command: 'explain b222',
      detail: { answer: 'b222' },
    })
  })

  test('without an id is of the last answer its asker got, not of an explanation', async () => {
    const { ask } = await after('team:eng 30d', admin)
    await ask('7d')
    await ask('by:model 7d', member({ admin: true, id: 'U3' }))
    expect((await ask('explain')).message.title).toBe('How answer b223 was made')
    expect((await ask('explain')).message.title).toBe('How answer b223 was made')
  })

  test('says what is different where the data has changed since', async () => {
    const given = { measured: measured(four()) }
    const { ask } = await after('team:eng 30d', admin, given)
    const spend = measurement('spend', {
      now: spread(dollars(4_305)),
      before: spread(dollars(3_790)),
    })
    Object.assign(given.measured, measured([spend, ...four().slice(1)]))
    const said = plain((await ask('explain b222')).message)
    expect(said).toContain('the data has changed since')
    expect(said).toContain('| Spend | $4,210 | $4,305 |')
    expect(said).toContain('- Spend: $4,210')
  })

  test('says the difference where rounding hides it', async () => {
    const given = { measured: measured(four()) }
    const { ask } = await after('team:eng 30d', admin, given)
    const spend = measurement('spend', {
      now: spread(dollars(4_210) + 1),
      before: spread(dollars(3_790)),
    })
    Object.assign(given.measured, measured([spend, ...four().slice(1)]))
    const said = plain((await ask('explain b222')).message)
    expect(said).toContain('| Spend | $4,210 | $4,210 (+$0.000001) |')
  })
})

describe('whose answer is explained to whom', () => {
  const NOTHING = 'Nothing to explain'

  test.each([
    ['another who sees exact numbers', member({ admin: true, id: 'U4' }), true],
    ['who runs the machine', undefined, true],
    ['an analyst, who gets published ones', analyst, false],
    ['a member without a role', member({ id: 'U5' }), false],
    ['a guest', member({ id: 'U6', standing: 'guest' }), false],
  ] as const)('exact numbers to %s', async (_, who, told) => {
    const { ask } = await after('team:eng 30d', admin, { published: published() })
    const { message } = await ask('explain b222', who ?? { kind: 'operator' })
    expect(message.title.startsWith('How answer')).toBe(told)
  })

  test('published numbers to every analyst, and to the lead of that unit alone', async () => {
    const { ask } = await after('team:Sales/EMEA 30d', analyst, { published: published() })
    const titles = async (who: Viewer) => (await ask('explain b222', who)).message.title
    expect(await titles(member({ id: 'U7', roles: ['analyst'] }))).toBe('How answer b222 was made')
    expect(await titles(member({ id: 'U8', leads: ['Sales'] }))).toBe('How answer b222 was made')
    expect(await titles(member({ id: 'U9', leads: ['Legal'] }))).toBe(NOTHING)
    expect(await titles(admin)).toBe(NOTHING)
  })

  test('published numbers come without rows: how many there are is exact', async () => {
    const { ask } = await after('30d', analyst, { published: published() })
    expect(plain((await ask('explain')).message)).not.toContain('Rows')
  })

  test('an id of another’s and an id of none are answered alike', async () => {
    const { ask } = await after('team:eng 30d', admin, { published: published() })
    const [theirs, none] = [await ask('explain b222', analyst), await ask('explain b777', analyst)]
    expect(JSON.stringify(theirs).replaceAll('b222', 'b777')).toBe(JSON.stringify(none))
  })

  test('whoever lost the role that an answer needed is told why', async () => {
    const { ask } = await after('user:p-7k2fqa 30d', admin)
    const { outcome, message } = await ask('explain b222', { ...admin, person: false } as Viewer)
    expect(outcome).toBe('refused')
    expect(plain(message)).toContain('one by one')
  })

  test('the person it is about sees who looked', async () => {
    const { house, ask } = await after('user:p-7k2fqa 30d', admin)
    await ask('explain b222')
    expect(house.rows.at(-1)?.detail).toEqual({ answer: 'b222', people: 'p-7k2fqa', role: 'admin' })
  })

  test('without its audit row nothing is explained', async () => {
    const down: ('audit' | 'usage')[] = []
    const { ask } = await after('team:eng 30d', admin, { down })
    down.push('audit')
    expect((await ask('explain b222')).outcome).toBe('refused')
  })
})
