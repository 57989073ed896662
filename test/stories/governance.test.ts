import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { pullLog } from '#test/store/collects.ts'
import { did, EVERYONE, makeCompany, pull } from '#test/store/signal-company.ts'
import { governanceEvent } from '#test/support/governance.ts'

import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

const { person } = pseudonymizer('a key of at least thirty-two letters')
const who = (name: string) => person(`${name}@northwind.example`)

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
  await place.give('cyd', { grant: 'security' })
  await place.give('dan', { grant: 'admin' })
  const of = (name: string) => ({ actor: who(name), tool: 'chatgpt' })
  // Of the week before the questions; two of them reach us two hours late.
  const events = [
    governanceEvent('1', { ...of('ben'), at: '2026-11-01T10:00:00Z', target: who('eve') }),
    governanceEvent('2', { ...of('ben'), at: '2026-11-03T10:00:00Z', tool: 'cursor' }),
    governanceEvent('3', { ...of('cyd'), at: '2026-11-05T10:00:00Z', type: 'key_created' }),
    governanceEvent('4', { at: '2026-11-06T23:59:59.999Z', type: 'policy_change' }),
    governanceEvent('5', { ...of('ben'), at: '2026-10-20T10:00:00Z' }),
    governanceEvent('6', { ...of('ben'), at: '2026-11-07T00:00:00Z', type: 'data_access' }),
  ]
  const at = Date.parse('2026-11-07T02:00:00Z')
  await pullLog(place.store, [{ governance: events, cursor: '1' }], { at })
  await place.give('eve', { grant: 'lead', unit: 'Eng' }, { grant: 'lead', unit: 'Legal' })
  await makeCompany(place.store)
  const week = EVERYONE.map((one, n) => did(one, n + 1))
  await pull(place.store, week)
})
afterAll(() => place[Symbol.asyncDispose]())

/** What comes when its asker presses CSV. */
async function fileOf(name: string, asked: Awaited<ReturnType<Workplace['ask']>>) {
  const message = await asked.withButton('csv')
  const files = () =>
    [...place.slack.world.files.values()].filter((one) => one.name.endsWith('.csv') && one.bytes)
  const before = files().length
  const actionId = buttonOf(message, 'csv') ?? ''
  await place.slack.click({ user: idOf(name), message, actionId })
  await place.until(() => files().length > before, 'the file')
  return Buffer.from(files().at(-1)?.bytes ?? []).toString()
}

describe('governance events', () => {
  test('are counted by type and listed, newest first, people by alias', async () => {
    const { said, rows } = await place.ask('cyd', 'governance 7d')
    const ben = await place.alias('ben')
    expect(said).toContain(
      '4 governance events in the 7 days to 6 Nov 2026, 0 in the 7 days before: role changed (2), key created (1) and policy changed (1).',
    )
    expect(said).toMatch(
      /Policy changed\W+not named\W+2026-11-06 23:59[\s\S]*Key created[\s\S]*2026-11-05/,
    )
    expect(said).toContain(`${ben} → ${await place.alias('eve')}`)
    expect(said).not.toContain('2026-11-07')
    expect(said).toContain(
      'Today, which is not over and not in these, 1 so far: data accessed (1).',
    )
    expect(said).toContain('came here 40 h after it happened for half of these, 6 days at most')
    expect(rows.map(({ action, detail }) => [action, detail['role']])).toEqual([
      ['governance', 'security'],
    ])
    expect(String(rows[0]?.detail['people']).split(' ')).toContain(ben)
  })

  test.each([
    ['governance 7d type:role_change', '2 governance events (role changed)'],
    ['governance 7d tool:cursor', '1 governance event (cursor)'],
    ['governance 7d team:Legal', '1 governance event (Legal)'],
    ['governance 7d team:Sales', '2 governance events (Sales)'],
    ['governance 7d team:unattributed', '1 governance event (unattributed)'],
    ['governance 2026-10-21..2026-10-27', 'No governance event is known of 21–27 Oct 2026.'],
    ['governance 30d', '5 governance events in the 30 days'],
    ['governance today', '1 governance event in'],
  ])('%s: %s', async (text, says) => {
    expect((await place.ask('ann', text)).said).toContain(says)
  })

  test('of today are told beside a period that ends before it, unless another kind was asked for', async () => {
    const other = await place.ask('ann', 'governance 7d type:role_change')
    expect(other.said).not.toContain('so far')
    const past = await place.ask('ann', 'governance 2026-10-21..2026-10-27')
    expect(past.said).not.toContain('so far')
  })

  test('go into a file for whoever may see them, and each one in it may know', async () => {
    const text = await fileOf('ann', await place.ask('ann', 'governance 7d by:tool'))
    expect(text.split('\r\n')[0]).toMatch(/^happened_at,told_at,tool,source,type,action,who,whom/)
    expect(text.trim().split('\r\n')).toHaveLength(5)
    expect(text).toMatch(
      /2026-11-05T10:00:00Z,2026-11-07T02:00:00.*Z,chatgpt,vendor-log,key_created/,
    )
    const row = place.audited.findLast(({ action }) => action === 'csv')
    expect(row?.detail).toMatchObject({ rows: 4, role: 'admin' })
    const own = await place.ask('ben', 'me 7d')
    expect(own.said).toContain('Someone of the security role saw entries of audit logs')
    expect(own.said).toContain('An admin took your numbers under your alias as a file')
  })

  test.each([
    ['dan', 'not-security'],
    ['fay', 'not-admin'],
  ])('%s is refused, and the look is a row', async (name, reason) => {
    const { rows } = await place.ask(name, 'governance 7d')
    expect(rows).toMatchObject([{ outcome: 'refused', detail: { reason } }])
  })
})

describe('how work goes with AI', () => {
  test('of so few that they would be known nothing is said, and of other teams nothing', async () => {
    const small = await place.ask('eve', 'signals team:Legal 14w')
    expect(small.said).toContain('nothing is told of so few')
    expect(small.rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'small' } }])
    const other = await place.ask('eve', 'signals team:Sales 14w')
    expect(other.rows).toMatchObject([{ outcome: 'refused', detail: { reason: 'own-units' } }])
  })

  test('a lead asks of a team, and takes its weeks as a file', async () => {
    const asked = await place.ask('eve', 'signals team:Eng 14w')
    expect(asked.said).toContain('3.5 pull requests merged')
    expect(asked.rows).toMatchObject([
      { action: 'ask', outcome: 'answered', command: 'signals team:Eng 14w' },
    ])
    const lines = (await fileOf('eve', asked)).trim().split('\r\n')
    expect(lines).toEqual([
      'team,week,ai_use,signal,people,mean',
      'Eng,2026-10-05,Everyone,prs_merged,6,3.5',
    ])
  })
})
