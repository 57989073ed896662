import { describe, expect, test } from 'vitest'

import { actionOf } from '#core/access/action.ts'
import { parse } from '#core/command/parse.ts'
import { csvFile } from '#csv/csv-file.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import type { AuditRow, UsageReader } from '#ports.ts'
import { four, row } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { measured } from '#test/support/measured.ts'

const published: UsageReader = {
  hasUsage: async () => true,
  resolve: async (filters) => ({ scope: { ids: {}, labels: filters } }),
  measure: async () => measured(four()),
}

async function said(place: string, text = '30d', given: Given = {}, who = member()) {
  const house = memoryHouse({ measured: measured(four()), published, ...given })
  const answer = await answerCommand(house)({ ...asks(text, who), place })
  return { answer, house, words: plain(answer.message) }
}

test.each([
  ['compare:tool:chatgpt 30d', 'ask company'],
  ['compare:team:sales 30d', 'ask units'],
  ['team:eng compare:user:ann@example.com 30d', 'ask people'],
])('%s is to %s, whatever it is put beside', (text, action) => {
  const command = parse(text)
  expect(command.kind !== 'misread' && actionOf(command)).toBe(action)
})

test('a lead compares their own units with each other, and with nobody else', async () => {
  const lead = member({ leads: ['Sales'] })
  const asked = async (text: string) => (await said('slack:dm/D1', text, {}, lead)).answer.outcome
  expect(await asked('team:Sales/EMEA compare:team:Sales/APAC 30d')).toBe('answered')
  expect(await asked('team:Sales compare:team:Engineering 30d')).toBe('refused')
})

test('who is compared with whom is in the audit row, by alias', async () => {
  const aliases = { 'ann@example.com': 'p-7k2fqa' }
  const text = 'team:eng compare:user:ann@example.com 30d'
  const { house } = await said('slack:dm/D1', text, { aliases }, member({ admin: true }))
  expect(house.rows[0]).toMatchObject({
    command: 'compare:user:p-7k2fqa team:eng 30d',
    detail: { people: 'p-7k2fqa', role: 'admin' },
  })
})

describe('where others read the answer', () => {
  test.each([
    ['a public channel', 'slack:public-channel/C1', 'Everyone in this workspace can read this'],
    ['a private channel', 'slack:private-channel/C1', 'The members of this channel can read this'],
  ])(
    '%s: the message says who does, and holds published numbers only',
    async (_, place, readers) => {
      const { answer, house, words } = await said(place, '30d', {}, member({ admin: true }))
      expect(answer.outcome).toBe('answered')
      expect(words).toContain(readers)
      expect(words).not.toContain('[By person]')
      expect(house.questions).toEqual([])
      expect(house.stored).toMatchObject([{ view: 'published' }])
    },
  )

  test.each(['user:ann@example.com 30d', 'by:user 30d', 'me 30d', 'costs reconcile 30d'])(
    '%s is refused there, even to an admin who may see people',
    async (text) => {
      const { answer, house } = await said(
        'slack:public-channel/C1',
        text,
        {},
        member({ admin: true }),
      )
      expect(answer.outcome).toBe('refused')
      expect([...house.questions, ...house.reconciled]).toEqual([])
    },
  )

  test('where people of other companies read, nothing is answered', async () => {
    const { house } = await said('slack:shared-channel/C1', '30d', {}, member({ admin: true }))
    expect(house.rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'outsiders' } }])
  })

  test('an answer that only its asker reads says nothing of readers', async () => {
    const { words } = await said('slack:dm/D1', '30d', {}, member({ admin: true }))
    expect(words).not.toContain('can read this')
  })
})

test('an answer about people says in its audit row about whom, by alias, and to which role', async () => {
  const aliases = { 'ann@example.com': 'p-7k2fqa' }
  const admin = member({ admin: true })
  const { house } = await said('slack:dm/D1', 'user:ann@example.com 30d', { aliases }, admin)
  expect(house.rows[0]?.detail).toMatchObject({ people: 'p-7k2fqa', role: 'admin' })
  const company = await said('slack:dm/D1', '30d', {}, admin)
  expect(company.house.rows[0]?.detail).not.toHaveProperty('people')
})

const LETTERS = 'abcdefgh'
const everyone = Array.from(
  { length: 60 },
  (_, index) => `p-aaaa${LETTERS[index >> 3]}${LETTERS[index % 8]}`,
)

describe('a split of many people', () => {
  const rows = everyone.map((alias, index) => row(alias, 400 - index, 380))
  const by = { dimension: 'user', rows } as const
  const [spend, ...others] = four()
  const given: Given = { measured: measured([{ ...spend!, by }, ...others]) }
  const admin = member({ admin: true })
  const [first, last] = [everyone[0], everyone.at(-1)]
  const whose = (detail: AuditRow['detail'] | undefined) => String(detail?.['people']).split(' ')

  test('tells by its audit row whose numbers the message showed, and not whose it left out', async () => {
    const { house, words } = await said('slack:dm/D1', 'spend by:user 30d', given, admin)
    expect(words).toContain(first)
    expect(words).not.toContain(last)
    expect(whose(house.rows[0]?.detail)).toContain(first)
    expect(whose(house.rows[0]?.detail)).not.toContain(last)
  })

  test('tells of everyone in its file, and in what the command line prints as JSON', async () => {
    const { house } = await said('cli', 'spend by:user 30d', given, { kind: 'operator' })
    expect(whose(house.rows[0]?.detail)).toEqual(everyone)
    const files = memoryHouse(given)
    await exportCsv({ ...files, csvFile })(asks('spend by:user 30d', admin))
    expect(whose(files.rows[0]?.detail)).toEqual(everyone)
    await exportCsv({ ...files, csvFile })(asks('spend by:user top:3 30d', admin))
    expect(whose(files.rows[1]?.detail)).toEqual(everyone.slice(0, 3))
  })
})

test.each([[2], [40]])(
  '%i people asked about together are all named, also where the message says only how many',
  async (count) => {
    const asked = everyone.slice(0, count)
    const aliases = Object.fromEntries(asked.map((alias) => [`${alias}@example.com`, alias]))
    const text = `user:${Object.keys(aliases).join(',')} 30d`
    const none = { measured: measured(four(), { empty: true }), aliases }
    const { house } = await said('slack:dm/D1', text, none, member({ admin: true }))
    expect(house.rows[0]?.detail).toMatchObject({ people: asked.join(' '), role: 'admin' })
  },
)

describe('roles in chat', () => {
  test('where no second person can approve, nobody gives one', async () => {
    const admin = member({ admin: true })
    const { house, answer } = await said('slack:dm/D1', 'roles grant analyst U024BE7LH', {}, admin)
    expect(answer.outcome).toBe('refused')
    expect(await house.roles.list()).toEqual([])
  })

  test('nobody else gives one', async () => {
    const { house, answer } = await said('slack:dm/D1', 'roles grant admin U024BE7LH')
    expect(answer.outcome).toBe('refused')
    expect(await house.roles.list()).toEqual([])
  })
})
