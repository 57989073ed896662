import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { alertBook } from '#store/alerts.ts'
import { rows } from '#store/rows.ts'
import { pullLog } from '#test/store/collects.ts'
import { governanceEvent, inLog } from '#test/support/governance.ts'

import { routesOfAlerts } from './alert-routes.ts'
import { rulesOnUse } from './alert-rules.ts'
import { type Happens, rulesThemselves } from './alert-set.ts'
import { type Workplace, workplace } from './workplace.ts'

const { person } = pseudonymizer('a key of at least thirty-two letters')
const who = (name: string) => person(`${name}@northwind.example`)

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  for (const name of ['ann', 'ben', 'dan']) await place.give(name, { grant: 'admin' })
  await place.give('ann', { grant: 'person' })
  await place.give('cyd', { grant: 'security' })
})
afterAll(() => place[Symbol.asyncDispose]())

let events = 0
const happens: Happens = async (...given) => {
  const governance = given.map(({ at = '2026-11-07T11:50:00Z', ...more }) =>
    governanceEvent(`event ${(events += 1)}`, { actor: who('ben'), at, ...more }),
  )
  await pullLog(place.store, [{ governance, cursor: String(events) }], {
    at: Date.parse('2026-11-07T11:55:00Z'),
  })
}
const shown = () => place.outbox.shown()
async function lastRow(): Promise<unknown> {
  const [row] = await rows<{ readonly detail: unknown }>(
    place.store.db,
    'the last row of the trail',
    sql`select detail from audit order by seq desc limit 1`,
  )
  return row?.detail
}

describe('an alert through its life', () => {
  test('is told once in the admins’ channel, and its notification names nobody', async () => {
    await happens({ reference: 'entry-1' }, { at: '2026-11-07T11:52:00Z', ...inLog('entry-2') })
    // Two processes look at once.
    await Promise.all([place.raise(), place.raise()])
    await place.raise()
    expect(place.outbox.all()).toHaveLength(1)
    const [message] = shown()
    expect(message?.title).toBe('Alert 1')
    expect(message?.summary).toBe('Warning: role changed in chatgpt, 2 times.')
    // A channel has many readers, and none of them leaves a row of having looked.
    expect(JSON.stringify(message)).not.toContain(await place.alias('ben'))
    expect(message?.parts[0]).toMatchObject({
      facts: expect.arrayContaining([
        { label: 'Who', value: '1 person', note: 'who: alert show 1' },
      ]),
    })
    const read = JSON.stringify(message)
    expect(read).toContain('In the vendor’s log: `entry-2`, the newest of them.')
    expect(read).toContain('"Published by its vendor","value":"2026-11-07 11:54"')
    const { said } = await place.ask('cyd', 'alerts')
    expect(said).toContain('1 alert is open.')
    expect(said).toMatch(/Warning: role changed in chatgpt/)
  })

  test('names who it is about to who looks it up, and they can see that somebody did', async () => {
    const ben = await place.alias('ben')
    const { said, rows } = await place.ask('cyd', 'alert show 1')
    expect(said).toContain(ben)
    expect(said).toContain('entry-2')
    // A name takes who may see names, and a reason.
    expect(said).not.toContain('Reveal')
    expect((await place.ask('ann', 'alert show 1')).said).toContain('Reveal')
    expect(rows).toMatchObject([{ action: 'alert', detail: { people: ben, role: 'security' } }])
    expect((await place.ask('ben', 'me')).said).toContain('security role saw entries of audit logs')
  })

  test('is nobody’s to quiet who did it themselves', async () => {
    for (const word of ['acknowledge 1', 'silence 1 1h', 'resolve 1'])
      expect((await place.ask('ben', `alert ${word}`)).said).toContain('something you did')
    expect(shown()[0]?.parts).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining('**Firing.**') }),
    )
  })

  test('is one person’s when two press at once, and both see whose', async () => {
    const said = await Promise.all(
      ['ann', 'dan'].map(async (name) => (await place.ask(name, 'alert ack 1')).said),
    )
    const owner = said.map((text) => /Acknowledged\W+by\W+(U[A-Z]+)/.exec(text)?.[1])
    expect(owner[0]).toMatch(/^U(ANN|DAN)$/)
    expect(owner[1]).toBe(owner[0])
    expect(said.filter((text) => text.includes('Nothing changed.'))).toHaveLength(1)
    expect(JSON.stringify(shown())).toContain(`**Acknowledged** by \`TFAKE/${owner[0]}\``)
    expect(place.outbox.all()).toHaveLength(2)
  })

  test('is given to someone who may act on it and did not do it themselves', async () => {
    const wrong = [
      ['ben', 'one of you did'],
      ['eve', 'may not act on alerts'],
      ['ann@northwind.example', 'Say to whom'],
    ]
    for (const [whom = '', says] of wrong) {
      const to = whom.includes('@') ? whom : `<@U${whom.toUpperCase()}>`
      expect((await place.ask('cyd', `alert assign 1 ${to}`)).said).toContain(says)
    }
    const said = (await place.ask('cyd', 'alert assign 1 <@UFAY>')).said
    expect(said).toContain('roles grant security UFAY')
    await place.give('fay', { grant: 'security' })
    expect((await place.ask('cyd', 'alert assign 1 <@UFAY>')).said).toMatch(/Assigned\W+to\W+UFAY/)
    const alone = place.outbox.all().at(-1)
    expect(alone).toMatchObject({ target: { kind: 'person', id: 'UFAY' } })
    expect(alone?.message.summary).toContain('It is yours now: ')
  })

  test('is escalated to everyone who may act on it, each of them in private, once', async () => {
    const before = place.outbox.all().length
    // It takes nothing from anyone, so whoever did it may.
    expect((await place.ask('ben', 'alert escalate 1')).said).toContain('Escalated by')
    expect((await place.ask('ann', 'alert escalate 1')).said).toContain('Everyone was told already')
    const told = place.outbox.all().slice(before)
    // What fay was told in private is changed as well.
    expect(told.map(({ target }) => target.id)).toEqual(['CADMIN', 'UFAY', 'UDAN'])
    expect(told.map(({ edits }) => edits !== undefined)).toEqual([true, true, false])
  })

  test('is silenced for a time and a reason, and told when that is over', async () => {
    await place.ask('cyd', 'alert silence 1 1h planned by cfo@northwind.example')
    expect(JSON.stringify(shown())).toContain('planned by')
    await happens({})
    await place.raise()
    expect(shown()).toHaveLength(3)
    place.advance(3_600_000)
    await place.raise()
    place.advance(-3_600_000)
    // Nobody said so, so the trail, and a SIEM, would not know.
    expect(await lastRow()).toEqual({ alert: 1, result: 'silence over', by: 'itself' })
    expect(shown().at(-1)?.summary).toBe(
      'The silence is over: critical: role changed in chatgpt, 3 times.',
    )
  })

  test('is rated and resolved, and every word is a row of the trail', async () => {
    await place.ask('dan', 'alert noise 1')
    await place.ask('dan', 'alert resolve 1')
    expect((await place.ask('dan', 'alert ack 1')).said).toContain('resolved already')
    // Pressed by mistake: it is theirs who takes it up again, and not the one's who did it.
    expect((await place.ask('ben', 'alert reopen 1')).said).toContain('something you did')
    const again = await Promise.all(
      ['ann', 'dan'].map(async (name) => (await place.ask(name, 'alert reopen 1')).said),
    )
    expect(again.filter((text) => text.includes('Nothing changed.'))).toHaveLength(1)
    for (const text of again) expect(text).toContain('this reopened it')
    await place.ask('ann', 'alert resolve 1')
    await happens({})
    await place.raise()
    const found = await place.ask('ann', 'alert reopen 1')
    expect(found.said).toContain('The same was found again since, and is alert 2')
    expect(found.said).toContain('alert show 2')
    await place.ask('ann', 'alert resolve 2')
    expect((await place.ask('dan', 'alerts')).said).toContain('No alert is open.')
    expect((await place.ask('dan', 'alert ack 99')).said).toContain('There is no alert 99')
    const trail = await place.ask('dan', 'audit today')
    expect(trail.said).toContain('alert resolve 1')
    expect(trail.said).toContain('alert acknowledge 1')
    expect(trail.said).not.toContain('cfo@')
  })
})

describe('what comes in', () => {
  test('is in the store with who is told of it, or neither is', async () => {
    await happens({ tool: 'cursor' })
    const broken = alertBook(place.store.db, () => Promise.reject(new Error('no outbox')))
    const before = place.outbox.all().length
    await place.raise(broken)
    expect((await place.ask('dan', 'alerts')).said).toContain('No alert is open.')
    await place.raise()
    expect(place.outbox.all()).toHaveLength(before + 1)
    expect(shown().at(-1)?.summary).toBe('Warning: role changed in cursor.')
  })

  test('long after it happened pages nobody, and is counted and said', async () => {
    const before = place.outbox.all().length
    await happens(...Array.from({ length: 40 }, () => ({ at: '2026-10-20T10:00:00Z' })))
    await place.raise()
    expect(place.outbox.all()).toHaveLength(before)
    expect((await place.ask('dan', 'alerts')).said).toContain(
      '40 had happened more than 3 days before they came here and paged nobody',
    )
  })

  test('by the dozen is five alerts and one summary', async () => {
    const before = place.outbox.all().length
    const many = Array.from({ length: 60 }, (_, n) => ({
      type: 'policy_change' as const,
      actor: person(`someone${n % 30}@northwind.example`),
    }))
    await happens(...many)
    await place.raise()
    expect(place.outbox.all()).toHaveLength(before + 6)
    expect(shown().map(({ summary }) => summary)).toContain(
      'Warning: policy changed by many at once, 50 times.',
    )
  })

  test('of a type whose rule is off is told of once the rule is on', async () => {
    const before = place.outbox.all().length
    await happens({ type: 'key_created' })
    await place.raise()
    expect(place.outbox.all()).toHaveLength(before)
    const { said } = await place.ask('cyd', 'alert enable key-created')
    expect(said).toContain('9 rules are on, 4 off.')
    await happens({ type: 'key_created' })
    await place.raise()
    expect(shown().at(-1)?.summary).toBe('Warning: API key created in chatgpt.')
    expect((await place.ask('cyd', 'alert enable dreams')).said).toContain(
      'There is no rule dreams',
    )
  })
})

// What is set of a rule.
rulesThemselves(() => place, happens)

// What is told without an entry of a log, on the same events and alerts.
rulesOnUse(() => place)

// Where they go, by team and severity.
routesOfAlerts(() => place)
