import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { Finding } from '#core/alert/alert.ts'
import { decideAlerts } from '#core/alert/pipeline.ts'
import { stoppedMessage } from '#core/alert/routes-message.ts'
import type { RuleTarget } from '#core/alert/rule.ts'
import { alertRule } from '#db/schema/alerts.ts'
import { deliverer } from '#jobs/deliver.ts'
import { fallingBack } from '#jobs/fall-back.ts'
import { delivering } from '#jobs/raise-alerts.ts'
import { alertBook } from '#store/alerts.ts'
import { putDelivery } from '#store/outbox.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { desk, HOUR, MONDAY, row } from './delivery-desk.ts'

let store: Store
beforeAll(async () => {
  store = await openMemoryStore()
})
afterAll(() => store[Symbol.asyncDispose]())

const place = (id: string) => ({ platform: 'slack', workspace: 'T1', kind: 'channel', id }) as const
const named = (id: string) => ({ ...place(id), name: `#${id}` })
const DAN = { ...place('UDAN'), kind: 'person' } as const
const found = (subject: string, more: Partial<Finding> = {}): Finding => ({
  rule: 'injection-flagged',
  severity: 'critical',
  says: 'Injection flagged',
  tool: 'chatgpt',
  subject,
  at: MONDAY,
  actor: null,
  ...more,
})

/** Alerts that go out through an outbox, critical ones by a route to CSEC and all others to CADMIN. */
async function watched() {
  await store.db.execute('truncate alert, alert_actor, alert_route, alert_rule restart identity')
  const d = await desk(store)
  const alerts = alertBook(store.db, putDelivery)
  const alertTargets = () => Promise.resolve([place('CADMIN')])
  const { tick } = deliverer({
    ...d,
    fallBack: fallingBack({ alerts, alertTargets, clock: d.clock }),
  })
  const by = { team: null, severity: 'critical', by: 'slack:T1/UCYD' } as const
  const policy = { policy: { floor: 5 } } as never
  const house = {
    alerts,
    clock: d.clock,
    alertTargets,
    workspace: { zone: () => Promise.resolve('UTC') } as never,
    policyInForce: () => Promise.resolve(policy),
  }
  const deliver = async () => delivering(house, await alerts.rules())
  return {
    ...d,
    alerts,
    tick,
    route: (target: RuleTarget) => alerts.route({ ...by, target }, () => row()),
    raise: async (...findings: readonly Finding[]) => {
      await alerts.turn({
        now: d.time.now,
        most: 0,
        judge: () => ({ findings: [], tallied: [] }),
        findings,
        decide: (all, held) => decideAlerts(all, held, d.time.now),
        deliver: await deliver(),
      })
      await tick()
    },
    resolve: async (id: number) => {
      const alert = (await alerts.open()).find((one) => one.id === id)
      const resolved = { ...alert!, state: 'resolved', notices: alert!.notices + 1 } as const
      const notice = { reason: 'acted', how: 'edit' } as const
      await alerts.act(id, {
        selves: [null],
        change: () => ({ kind: 'done', change: { alert: resolved, notice } }),
        row: () => row(),
        deliver: await deliver(),
      })
      await tick()
    },
    trail: async () =>
      rows<{ readonly command: string; readonly detail: unknown }>(
        store.db,
        'rows of the trail',
        sql`select command, detail from audit where detail ->> 'result' = 'stopped'`,
      ),
  }
}

test('an alert whose channel takes nothing any more is told where all go, which is told so once', async () => {
  const w = await watched()
  const { no } = await w.route(named('CSEC'))
  w.closed.set('CSEC', 'is_archived')
  await w.raise(found('a'), found('b'))
  const said = w.in('CADMIN')
  expect(said.filter((text) => text.includes('injection flagged'))).toHaveLength(2)
  const news = said.filter((text) => text.includes('can not be sent to #CSEC any more'))
  expect(news).toHaveLength(1)
  expect(news[0]).toMatch(/the channel is archived[\s\S]*route \d+ \(critical alerts\)/)
  // No admin hears it again, and the trail has who stopped it: nobody.
  expect(w.told).toEqual([])
  expect((await w.alerts.routes('2026-11-23' as never))[0]?.target.stopped).toBe('is_archived')
  expect(await w.trail()).toMatchObject([
    { detail: { route: no, result: 'stopped', why: 'is_archived', by: 'itself' } },
  ])
  // From now on alerts go there at once.
  await w.raise(found('c'))
  expect(w.in('CADMIN')).toHaveLength(4)
})

test('where the admins are told as well, each alert is there once, with a button that resumes its place', async () => {
  const w = await watched()
  const { no } = await w.route({ ...named('CSEC'), admins: true })
  w.closed.set('CSEC', 'is_archived')
  await w.raise(found('a'), found('b'))
  expect(w.in('CADMIN').filter((text) => text.includes('injection flagged'))).toHaveLength(2)
  expect(w.in('CADMIN').filter((text) => text.includes('any more'))).toHaveLength(1)
  const { target } = (await w.alerts.routes('2026-11-23' as never))[0]!
  const { parts } = stoppedMessage(
    [{ kind: 'route', no, team: null, severity: 'critical', target }],
    {
      says: '',
      fix: '',
    },
  )
  expect(JSON.stringify(parts)).toContain(
    `{"label":"Resume ${no}","act":{"kind":"ask","command":"alert route severity:critical to CSEC, admins"}}`,
  )
})

test('it is kept there as it is from then on, and nothing is posted twice', async () => {
  const w = await watched()
  await w.route(named('CSEC'))
  w.closed.set('CSEC', 'channel_not_found')
  await w.raise(found('a'))
  const [alert] = await w.alerts.open()
  const before = w.in('CADMIN').length
  await w.resolve(alert?.id ?? 0)
  const after = w.in('CADMIN')
  expect(after).toHaveLength(before)
  expect(after.filter((text) => text.includes('(resolved)'))).toHaveLength(1)
})

test('one that was told in a channel people of other companies were let into is told elsewhere as it is then', async () => {
  const w = await watched()
  await w.route(named('CSEC'))
  await w.raise(found('a'))
  expect(w.in('CSEC')).toHaveLength(1)
  w.open.add('CSEC')
  const [alert] = await w.alerts.open()
  await w.resolve(alert?.id ?? 0)
  expect(w.in('CSEC')[0]).not.toContain('(resolved)')
  expect(w.in('CADMIN').filter((text) => text.includes('(resolved)'))).toHaveLength(1)
})

test('somebody who may not see alerts any more is sent none, and they go where all go', async () => {
  const w = await watched()
  await w.route({ ...DAN, name: 'your messages' })
  await w.raise(found('a'))
  expect(w.in('UDAN')).toHaveLength(1)
  w.roleless.add('UDAN')
  await w.raise(found('b'))
  expect(w.in('UDAN')).toHaveLength(1)
  expect(w.in('CADMIN').join()).toContain('they may not see alerts any more')
})

test('a rule’s own place is stopped in the same way, and its rule goes on', async () => {
  const w = await watched()
  await store.db
    .insert(alertRule)
    .values({ builtIn: 'injection-flagged', on: true, by: 'x', target: named('COWN') })
  w.closed.set('COWN', 'not_in_channel')
  await w.raise(found('a'))
  expect(w.in('CADMIN').join()).toContain('the place of rule injection-flagged')
  const [rule] = await w.alerts.rules()
  expect(rule).toMatchObject({ on: true, target: { stopped: 'not_in_channel' } })
})

test('what is refused for now again and again is told elsewhere, and its route goes on', async () => {
  const w = await watched()
  await w.route(named('CSEC'))
  w.moods.push(...Array.from({ length: 8 }, () => ({ refuses: 'internal', again: 0 })))
  await w.raise(found('a'))
  for (let tries = 0; tries < 8; tries += 1) {
    w.time.now += HOUR
    await w.tick()
  }
  expect(w.in('CADMIN')).toHaveLength(1)
  expect(w.told).toEqual(['“Alert 1” could not be sent to `CSEC`'])
  expect((await w.alerts.routes('2026-11-23' as never))[0]?.target.stopped).toBeUndefined()
})
