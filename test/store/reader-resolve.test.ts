import { createHmac } from 'node:crypto'

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { Filters } from '#core/command/command.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { addUnits } from '#store/units.ts'
import { usageReader } from '#store/usage-reader.ts'
import { stores } from '#test/support/store.ts'

import { found } from './reader-company.ts'

const pseudonym = (identifier: string) =>
  createHmac('sha256', 'a key of this test').update(identifier.toLowerCase()).digest('hex')

const COMPANY = {
  tools: ['chatgpt', 'github-copilot', 'claude'],
  models: ['gpt-5', 'gpt-5-mini', 'claude-sonnet-4', 'claude-haiku-4'],
  features: ['chat', 'code_completion'],
  people: ['p-abc234', 'p-abc567', 'p-xyz222', 'p-zzz777'],
  units: [
    'Sales',
    'Sales/EMEA',
    'Sales/EMEA/South',
    'Sales Operations',
    'Engineering',
    'Engineering/Platform',
    'Data',
    'Data/Platform',
    'Marketing',
    'Marketing/Markets',
    'Marketing/Markets/Marketers',
  ],
  groups: [{ name: 'pilots', person: 'p-abc234', from: '2026-01-01', to: '9999-12-31' }],
  accounts: [
    { pseudonym: pseudonym('ada@example.com'), person: 'p-abc234' },
    { pseudonym: pseudonym('adalogin'), person: 'p-abc234' },
  ],
}

describe.each(stores())('$kind', ({ open }) => {
  let store: Store
  beforeAll(async () => {
    store = await open()
    await found(store, COMPANY)
  })
  afterAll(() => store[Symbol.asyncDispose]())

  const resolve = (filters: Filters) => usageReader(store.db, { pseudonym }).resolve(filters)

  test('a unit that came, or was named anew, since the last question is found', async () => {
    const asked = (team: string) => resolve({ team: [team] })
    expect(await asked('Support')).toMatchObject({ unresolved: [{ why: 'unknown' }] })
    await addUnits(store.db, ['Support'])
    expect(await asked('Support')).toMatchObject({ scope: { labels: { team: ['Support'] } } })
    const name = (to: string, from: string) =>
      rows(
        store.db,
        'name anew',
        sql`update org_unit set path = ${to}, name = ${to} where path = ${from} returning unit_id`,
      )
    await name('Care', 'Support')
    expect(await asked('Care')).toMatchObject({ scope: { labels: { team: ['Care'] } } })
    expect(await asked('Support')).toMatchObject({ unresolved: [{ why: 'unknown' }] })
  })

  test.each<[string, Filters, Filters]>([
    ['a unit by its path', { team: ['engineering/platform'] }, { team: ['Engineering/Platform'] }],
    ['a unit by its name', { team: ['emea'] }, { team: ['Sales/EMEA'] }],
    ['a name before what it begins', { team: ['sales'] }, { team: ['Sales'] }],
    ['a unit by the start of its name', { team: ['eng'] }, { team: ['Engineering'] }],
    ['a unit by the start of its path', { team: ['data/p'] }, { team: ['Data/Platform'] }],
    ['the unit that all others are under', { team: ['mark'] }, { team: ['Marketing'] }],
    ['a tool by a part of its name', { tool: ['copilot'] }, { tool: ['github-copilot'] }],
    ['models by a glob', { model: ['Claude-*'] }, { model: ['claude-haiku-4', 'claude-sonnet-4'] }],
    ['a model by its name before longer ones', { model: ['GPT-5'] }, { model: ['gpt-5'] }],
    [
      'several values of one key',
      { feature: ['code', 'chat'] },
      { feature: ['code_completion', 'chat'] },
    ],
    ['a person by alias', { user: ['P-ABC234'] }, { user: ['p-abc234'] }],
    ['a person by the start of their alias', { user: ['p-x'] }, { user: ['p-xyz222'] }],
    ['a person by address', { user: ['Ada@example.com'] }, { user: ['p-abc234'] }],
    ['a person by login', { user: ['adalogin'] }, { user: ['p-abc234'] }],
    ['use without a team', { team: ['none'] }, { team: ['unattributed'] }],
    ['use without a person', { user: ['Unattributed'] }, { user: ['unattributed'] }],
    ['use without a model', { model: ['none'] }, { model: ['no model'] }],
    ['a group', { group: ['pil'] }, { group: ['pilots'] }],
    ['nothing asked', {}, {}],
  ])('finds %s', async (_, filters, labels) => {
    expect(await resolve(filters)).toMatchObject({ scope: { labels } })
  })

  test('a unit comes with all that is under it', async () => {
    expect(await resolve({ team: ['sales'] })).toMatchObject({
      scope: { ids: { team: [1, 2, 3] } },
    })
    expect(await resolve({ team: ['none', 'south'] })).toMatchObject({
      scope: { ids: { team: [0, 3] } },
    })
  })

  test.each<[string, Filters, object]>([
    [
      'a name of two units',
      { team: ['platform'] },
      {
        key: 'team',
        value: 'platform',
        why: 'ambiguous',
        suggestions: ['Data/Platform', 'Engineering/Platform'],
      },
    ],
    [
      'a misspelt unit',
      { team: ['enginering'] },
      { key: 'team', value: 'enginering', why: 'unknown', suggestions: ['Engineering'] },
    ],
    [
      'a misspelt sub-unit',
      { team: ['platfrom'] },
      {
        key: 'team',
        value: 'platfrom',
        why: 'unknown',
        suggestions: ['Data/Platform', 'Engineering/Platform'],
      },
    ],
    [
      'a start that several models share',
      { model: ['claude'] },
      {
        key: 'model',
        value: 'claude',
        why: 'ambiguous',
        suggestions: ['claude-haiku-4', 'claude-sonnet-4'],
      },
    ],
    [
      'a start that several aliases share',
      { user: ['p-abc'] },
      { key: 'user', value: 'p-abc', why: 'ambiguous', suggestions: ['p-abc234', 'p-abc567'] },
    ],
    [
      'a misspelt alias',
      { user: ['p-abc244'] },
      { key: 'user', value: 'p-abc244', why: 'unknown', suggestions: ['p-abc234', 'p-abc567'] },
    ],
    [
      'an address nobody has, without a hint at others',
      { user: ['adas@example.com'] },
      { key: 'user', value: 'adas@example.com', why: 'unknown', suggestions: [] },
    ],
    [
      'a name written as SQL',
      { team: ["x'; drop table org_unit; --"] },
      { key: 'team', value: "x'; drop table org_unit; --", why: 'unknown', suggestions: [] },
    ],
    ['an empty name', { tool: [''] }, { key: 'tool', value: '', why: 'unknown', suggestions: [] }],
  ])('says what is wrong with %s', async (_, filters, unresolved) => {
    expect(await resolve(filters)).toEqual({ unresolved: [unresolved] })
  })

  test('all that is wrong is said at once', async () => {
    expect(await resolve({ team: ['sales', 'nowhere'], tool: ['gemini'] })).toMatchObject({
      unresolved: [{ value: 'nowhere' }, { value: 'gemini' }],
    })
  })

  test('units whose names differ by case alone can each be named', async () => {
    await found(store, { units: ['Ops', 'OPS'] })
    expect(await resolve({ team: ['OPS'] })).toMatchObject({ scope: { ids: { team: [2] } } })
    expect(await resolve({ team: ['ops'] })).toMatchObject({ unresolved: [{ why: 'ambiguous' }] })
  })

  test('there is use once a first row of it is in', async () => {
    const reader = usageReader(store.db, { pseudonym })
    await found(store, { tools: ['chatgpt'] })
    expect(await reader.hasUsage()).toBe(false)
    await found(store, { tools: ['chatgpt'], uses: [{ day: '2026-11-16', tool: 'chatgpt' }] })
    expect(await reader.hasUsage()).toBe(true)
  })

  test('a query that fails is named, and says nothing of whom it was about', async () => {
    const broken = usageReader(store.db, { pseudonym: () => 'not hex' })
    const failure = await broken.resolve({ user: ['ada@example.com'] }).catch(String)
    expect(failure).toContain('find a person')
    expect(failure).not.toMatch(/ada|not hex/)
  })
})
