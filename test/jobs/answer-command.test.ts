import { assert, asyncProperty, oneof, string } from 'fast-check'
import { describe, expect, test } from 'vitest'

import { answerCommand } from '#jobs/answer-command.ts'
import { reportSchema } from '#jobs/report-schema.ts'
import { four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, type Given, member, memoryHouse } from '#test/support/house.ts'
import { measured, measurement, spread, unknown } from '#test/support/measured.ts'

const numbers = measured(four())

async function ask(text: string, given: Given = {}, viewer?: Parameters<typeof asks>[1]) {
  const house = memoryHouse({ measured: numbers, ...given })
  return { house, answer: await answerCommand(house)(asks(text, viewer)) }
}

describe('a question that is answered', () => {
  test('carries a report that follows its schema to the letter, and is kept', async () => {
    const { answer, house } = await ask('team:eng 30d')
    expect(answer).toMatchObject({ outcome: 'answered', answerId: 'answer-1' })
    expect(reportSchema.parse(answer.report)).toEqual(answer.report)
    expect(house.stored[0]).toMatchObject({ viewer: 'operator', command: 'team:eng 30d' })
    expect(house.stored[0]?.message).toEqual(answer.message)
  })

  test('leaves one audit row that says who, where, what and which days', async () => {
    const { house } = await ask('team:eng 30d', {}, member({ admin: true }))
    expect(house.rows).toEqual([
      {
        at: Date.parse('2026-11-21T12:00:00Z'),
        viewer: 'slack:T1/U1',
        place: 'slack:private-reply/C1',
        action: 'ask',
        command: 'team:eng 30d',
        outcome: 'answered',
        detail: { from: '2026-10-22', to: '2026-11-20' },
      },
    ])
  })

  test('speaks of the days of the workspace, not of the server', async () => {
    const late = { now: '2026-11-20T23:30:00Z' }
    const berlin = await ask('7d', { ...late, zone: 'Europe/Berlin' })
    const utc = await ask('7d', late)
    expect(berlin.house.questions[0]).toMatchObject({ today: '2026-11-21' })
    expect(berlin.answer.report).toMatchObject({
      period: { to: '2026-11-20', timeZone: 'Europe/Berlin' },
    })
    expect(utc.answer.report).toMatchObject({ period: { to: '2026-11-19', timeZone: 'UTC' } })
  })

  test('is the same bytes when it is asked again', async () => {
    const first = await ask('by:model 30d')
    const second = await ask('by:model 30d', { now: '2026-11-21T18:45:00Z' })
    expect(JSON.stringify(second.answer.report)).toBe(JSON.stringify(first.answer.report))
  })

  test('names a person by alias everywhere, whatever was typed', async () => {
    const { answer, house } = await ask('user:ann@example.com 30d', {
      aliases: { 'ann@example.com': 'p-7k2fqa' },
    })
    expect(answer.report).toMatchObject({ command: 'user:p-7k2fqa 30d' })
    expect(house.rows[0]).toMatchObject({ command: 'user:p-7k2fqa 30d' })
    expect(JSON.stringify([answer, house.rows, house.stored, house.logged])).not.toContain('ann@')
  })

  test('can not be kept when it can not be stored, and is answered all the same', async () => {
    const { answer, house } = await ask('30d', { down: ['answers'] })
    expect(answer.outcome).toBe('answered')
    expect(answer).not.toHaveProperty('answerId')
    expect(house.logged.map(({ level }) => level)).toEqual(['warn'])
  })
})

describe('a question that is not answered says why and what to do', () => {
  const down = { measured: numbers, down: ['usage'] } as const
  const nothingIn = measured([measurement('messages', { now: () => 0, before: () => 0 })], {
    empty: true,
  })
  const endedEarly = measured([measurement('messages', { now: unknown, before: spread(90) })], {
    dataThrough: '2026-10-12',
  })
  const neverAnything = measured([measurement('messages', { now: unknown, before: unknown })], {
    empty: true,
    dataThrough: null,
    tools: [],
  })
  const unresolved = {
    unresolved: [
      { key: 'team', value: 'enginering', why: 'unknown', suggestions: ['Engineering'] },
    ],
  } as const

  test.each<[string, string, Given, Parameters<typeof asks>[1]]>([
    ['not an admin', '30d', {}, member()],
    ['a guest', '30d', {}, member({ standing: 'guest' })],
    ['a slip of the pen', 'by:modle 30d', {}, undefined],
    ['ends before it starts', '2026-09-30..2026-07-01', {}, undefined],
    ['has not begun', '2027-01-01..2027-01-31', {}, undefined],
    ['an unknown team', 'team:enginering 30d', unresolved, undefined],
    ['nothing used', 'team:eng tool:claude 30d', { measured: nothingIn }, undefined],
    ['the data ends before the period', 'team:eng 30d', { measured: endedEarly }, undefined],
    ['nothing imported', '30d', { measured: neverAnything, hasUsage: false }, undefined],
    [
      'nothing imported, a team named',
      'team:eng 30d',
      { ...unresolved, hasUsage: false },
      undefined,
    ],
    ['the store is down', '30d', down, undefined],
    ['the audit log is down', '30d', { down: ['audit'] }, undefined],
  ])('%s', async (_, text, given, viewer) => {
    const { answer, house } = await ask(text, given, viewer)
    expect(
      `${answer.outcome}; audited: ${house.rows.map(({ outcome, detail }) => `${outcome} ${JSON.stringify(detail)}`).join() || 'no'}\n${plain(answer.message)}`,
    ).toMatchSnapshot()
  })

  test('an empty answer still has its report, so that a script can tell it from a fault', async () => {
    const { answer } = await ask('team:eng 30d', { measured: nothingIn })
    expect(reportSchema.parse(answer.report)).toEqual(answer.report)
    expect(answer.report).toMatchObject({ measurements: [{ metric: 'messages', now: 0 }] })
  })

  test('who may not ask is not measured for', async () => {
    const { house, answer } = await ask('30d', {}, member())
    expect(house.questions).toEqual([])
    expect(answer.report).toBeUndefined()
  })

  test('a fault is logged under the reference that its asker reads', async () => {
    const { answer, house } = await ask('team:secret-project 30d', down)
    const [fault] = house.logged
    expect(plain(answer.message)).toContain(String(fault?.facts['reference']))
    expect(house.rows[0]?.detail).toEqual({ reference: fault?.facts['reference'] })
    expect(JSON.stringify(house.logged)).not.toContain('secret-project')
  })

  test('without an audit log neither numbers nor names go out', async () => {
    const { answer } = await ask('30d', { down: ['audit'] })
    const named = await ask('team:enginering', { ...unresolved, down: ['audit'] })
    expect(answer).toMatchObject({ outcome: 'refused' })
    expect(answer.report).toBeUndefined()
    expect(plain(named.answer.message)).not.toContain('Engineering')
  })
})

describe('help', () => {
  test('is for everyone, but only its general part for those who may not ask', async () => {
    const guest = await ask('help filters', {}, member({ standing: 'guest' }))
    const admin = await ask('help filters', {}, member({ admin: true }))
    const general = await ask('help', {}, member({ admin: true }))
    expect(guest.answer.message).toEqual(general.answer.message)
    expect(admin.answer.message).not.toEqual(general.answer.message)
  })

  test('works while the store and the audit log are down', async () => {
    const { answer } = await ask('help', { down: ['usage', 'audit', 'workspace'] })
    expect(answer.outcome).toBe('answered')
  })
})

test('whatever is typed, there is an answer to read and one audit row without an address', async () => {
  const text = oneof(
    string({ unit: 'binary', maxLength: 60 }),
    string({ unit: 'grapheme', maxLength: 60 }).map((word) => `team:"${word}" 30d`),
    string({ maxLength: 20 }).map((word) => `${word} ann@example.com by:user`),
  )
  await assert(
    asyncProperty(text, async (typed) => {
      const { answer, house } = await ask(typed)
      expect(answer.message.summary.trim()).not.toBe('')
      expect(house.rows).toHaveLength(1)
      expect(JSON.stringify(house.rows)).not.toContain('ann@example.com')
    }),
    { numRuns: 200 },
  )
})
