import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'

import type { Made } from '#core/explain/made.ts'
import { admins } from '#store/admins.ts'
import { answers } from '#store/answers.ts'
import { audit } from '#store/audit.ts'
import { claims } from '#store/claims.ts'
import { memory } from '#store/memory.ts'
import { rows } from '#store/rows.ts'
import { stores } from '#test/support/store.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const DAY = 86_400_000
const message = { title: 'Usage', summary: 'All well.', parts: [] }

describe.each(stores())('in $kind', ({ open }) => {
  test('every question leaves a row', async () => {
    await using store = await open()
    await audit(store.db).record({
      at: NOW,
      viewer: 'slack:T1/U1',
      place: 'dm',
      action: 'ask',
      command: '30d',
      outcome: 'answered',
      detail: { rows: 3 },
    })
    expect(await rows(store.db, 'read', sql`select viewer, detail from audit`)).toEqual([
      { viewer: 'slack:T1/U1', detail: { rows: 3 } },
    ])
  })

  test('an answer is its asker’s alone, for seven days', async () => {
    await using store = await open()
    const kept = answers(store.db)
    const said = { viewer: 'operator', at: NOW, command: '30d', view: 'exact' } as const
    const given = { ...said, message: (ref: string) => ({ ...message, title: ref }) }
    const { id, ref } = await kept.put(given)
    expect(ref).toMatch(/^[2-9b-df-hj-np-tv-xz]{4}$/)
    const stored = { id, ref, ...said, message: { ...message, title: ref } }
    expect(await kept.get(id, 'operator')).toEqual(stored)
    expect(await kept.find(ref)).toEqual(stored)
    expect(await kept.get(id, 'slack:T1/U1')).toBeUndefined()
    expect(await kept.get("' or true --", 'operator')).toBeUndefined()
    await kept.put({ ...given, at: NOW + 8 * DAY })
    expect(await kept.get(id, 'operator')).toBeUndefined()
    expect(await kept.find(ref)).toBeUndefined()
  })

  test('the last answer of someone is the newest that has numbers', async () => {
    await using store = await open()
    const kept = answers(store.db)
    const given = {
      viewer: 'operator',
      command: '30d',
      message: () => message,
      view: 'exact',
    } as const
    const made = { code: '0.1.0' } as Made
    const first = await kept.put({ ...given, at: NOW, made })
    await kept.put({ ...given, at: NOW + 1 })
    await kept.put({ ...given, at: NOW + 2, viewer: 'slack:T1/U1', made })
    expect(await kept.last('operator')).toEqual(first)
    expect(await kept.last('slack:T1/U2')).toBeUndefined()
  })

  test('of answers given in the same instant, the last is the one given last', async () => {
    await using store = await open()
    const kept = answers(store.db)
    const said = { viewer: 'operator', at: NOW, command: '30d', view: 'exact' } as const
    for (let n = 0; n < 8; n++) {
      const put = await kept.put({
        ...said,
        message: () => message,
        made: { code: '0.1.0' } as Made,
      })
      expect(put.at).toBe(NOW)
      expect(await kept.last('operator')).toEqual(put)
    }
  })

  test('claims are forgotten after a day, but for those that hold for good', async () => {
    await using store = await open()
    const first = claims(store.db)
    await first.claim('click:1')
    await first.claim('for-good:health acme/usage')
    await rows(store.db, 'age', sql`update chat_claim set at = now() - interval '2 days'`)
    for (let n = 0; n < 500; n++) await first.claim(`command:${n}`)
    const replica = claims(store.db)
    expect(await replica.claim('click:1')).toBe(true)
    expect(await replica.claim('for-good:health acme/usage')).toBe(false)
  })

  test('the first admin claims a code once; after that there is no code', async () => {
    await using store = await open()
    const people = admins(store.db, { configured: [] })
    const code = (await people.newClaimCode()) ?? ''
    expect(code).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    expect(
      JSON.stringify(await rows(store.db, 'read', sql`select * from claim_code`)),
    ).not.toContain(code.replaceAll('-', ''))
    expect(await people.claim('AAAA-AAAA-AAAA', 'slack', 'T1', 'U9')).toBe(false)
    expect(await people.claim(code.toLowerCase(), 'slack', 'T1', 'U1')).toBe(true)
    expect(await people.claim(code, 'slack', 'T1', 'U2')).toBe(false)
    expect(await people.isAdmin('slack', 'T1', 'U1')).toBe(true)
    expect(await people.isAdmin('slack', 'T2', 'U1')).toBe(false)
    expect(await people.newClaimCode()).toBeUndefined()
  })

  test('a second code is worth nothing once there is an admin', async () => {
    await using store = await open()
    const people = admins(store.db, { configured: [] })
    const old = (await people.newClaimCode()) ?? ''
    const code = (await people.newClaimCode()) ?? ''
    expect(await people.claim(old, 'slack', 'T1', 'U1')).toBe(false)
    await rows(
      store.db,
      'add admin',
      sql`insert into admin (platform, workspace, user_id, granted_by) values ('slack', 'T1', 'U7', 'U7')`,
    )
    expect(await people.claim(code, 'slack', 'T1', 'U1')).toBe(false)
  })

  test('configured admins hold everywhere, or in the workspace they are named with', async () => {
    await using store = await open()
    const people = admins(store.db, { configured: ['U1', 'T2/U2'] })
    expect(await people.isAdmin('slack', 'T1', 'U1')).toBe(true)
    expect(await people.isAdmin('slack', 'T1', 'U2')).toBe(false)
    expect(await people.list('slack', 'T2')).toEqual(['U1', 'U2'])
    expect(await people.newClaimCode()).toBeUndefined()
  })

  test('one replica takes a request, the other leaves it', async () => {
    await using store = await open()
    const replicas = [claims(store.db), claims(store.db), claims(store.db)]
    const won = await Promise.all(replicas.map((replica) => replica.claim('trigger 1')))
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await replicas[0]?.claim('trigger 2')).toBe(true)
    expect(await replicas[0]?.claim('trigger 2')).toBe(false)
  })

  test('with the store down each process still answers once', async () => {
    await using store = await open()
    await rows(store.db, 'break', sql`drop table chat_claim`)
    const replica = claims(store.db)
    expect(await replica.claim('trigger 1')).toBe(true)
    expect(await replica.claim('trigger 1')).toBe(false)
  })

  test('what was learnt of a workspace is remembered, the latest first', async () => {
    await using store = await open()
    const known = memory(store.db)
    expect(await known.get('T1', 'picture')).toBeUndefined()
    await known.set('T1', 'picture', 'image')
    await known.set('T1', 'picture', 'text')
    expect(await known.get('T1', 'picture')).toBe('text')
    expect(await known.get('T2', 'picture')).toBeUndefined()
  })
})
