import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { textOf } from '#demo/slack-fake/see.ts'
import { all } from '#test/cli/house.ts'

import { buttonOf } from './button-of.ts'
import { idOf, type Workplace, workplace } from './workplace.ts'

let place: Workplace
beforeAll(async () => {
  place = await workplace()
  await place.give('ann', { grant: 'admin' }, { grant: 'person' })
})
afterAll(() => place[Symbol.asyncDispose]())

const REASON = 'Licence review asked for by finance'

async function opened(name = 'ann') {
  const message = await (await place.ask(name, 'by:user 7d')).withButton('reveal')
  const before = place.slack.world.modals.length
  await place.slack.click({
    user: idOf(name),
    message,
    actionId: buttonOf(message, 'reveal') ?? '',
  })
  await place.until(() => place.slack.world.modals.length > before, 'the form')
  return place.slack.world.modals.at(-1)!
}
const shows = (modal: { readonly view: Readonly<Record<string, unknown>> }) =>
  textOf({ text: '', blocks: modal.view['blocks'] as never })

describe('Reveal', () => {
  test('shows names to one admin, who gave a reason, for 15 minutes, and stores none', async () => {
    const modal = await opened()
    await place.slack.submit({
      user: 'UANN',
      values: { reason: `${REASON}, see cfo@northwind.example` },
    })
    await place.until(() => shows(modal).includes('Shown to you alone'), 'the names')
    const alias = await place.alias('cyd')
    expect(shows(modal)).toContain(`${alias}  cyd the Legal`)
    expect(place.audited.at(-1)).toMatchObject({
      viewer: 'slack:TFAKE/UANN',
      action: 'reveal',
      outcome: 'done',
      detail: { role: 'admin', reason: `${REASON}, see [person]` },
    })
    expect(String(place.audited.at(-1)?.detail['people']).split(' ')).toContain(alias)
    const { said } = await place.ask('cyd', 'me 7d')
    expect(said).toContain('An admin saw the name behind your alias.')

    place.advance(15 * 60_000 - 1_000)
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    expect(shows(modal)).toContain('cyd the Legal')
    place.advance(2_000)
    await place.until(() => shows(modal).includes('The 15 minutes are over.'), 'the end')
    expect(shows(modal)).not.toContain('cyd')
    expect(JSON.stringify([place.audited, place.lines])).not.toMatch(/the Legal|cyd@/)
  })

  test('asks for a reason, and looks nobody up without one', async () => {
    const modal = await opened()
    const calls = () =>
      place.slack.world.calls.filter(({ method }) => method === 'users.list').length
    const before = calls()
    const { reply } = await place.slack.submit({ user: 'UANN', values: { reason: '  because ' } })
    expect(reply).toContain('Say why, in 10 characters or more.')
    expect(calls()).toBe(before)
    expect(modal.open).toBe(true)
  })

  test('shows no name while all is locked, also by a form that was open', async () => {
    const modal = await opened()
    place.lock({ reason: 'a drill', by: 'operator', at: 0 })
    await place.slack.submit({ user: 'UANN', values: { reason: REASON } })
    await place.until(() => shows(modal).includes('AI Usage is locked'), 'the refusal')
    place.lock()
    expect(place.audited.at(-1)).toMatchObject({
      action: 'reveal',
      outcome: 'refused',
      detail: { reason: 'locked' },
    })
  })

  test('is refused to who lost the permission while the form was open', async () => {
    const modal = await opened()
    await place.take('ann', { grant: 'person' })
    await place.slack.submit({ user: 'UANN', values: { reason: REASON } })
    await place.until(
      () => shows(modal).includes('only admins with the person permission'),
      'the refusal',
    )
    expect(place.audited.at(-1)).toMatchObject({ action: 'reveal', outcome: 'refused' })
  })
})

describe('where the policy keeps names', () => {
  const everything = async () => {
    const tables = await all<{ name: string }>(
      place.store,
      `select tablename as name from pg_tables where schemaname = 'public'`,
    )
    const rows = await Promise.all(
      tables.map(({ name }) =>
        all<{ row: string }>(place.store, `select t::text as row from "${name}" t`),
      ),
    )
    return JSON.stringify(rows)
  }
  beforeAll(async () => {
    await place.give('ann', { grant: 'person' })
    await place.keepNames('2026-10-20', { cyd: 'Cyd *Charisse*' })
  })

  test('they stand beside aliases for who may see people, and are stored nowhere with the answer', async () => {
    const alias = await place.alias('cyd')
    const { said, rows, withButton } = await place.ask('ann', 'by:user 7d')
    expect(said).toContain(`Cyd Charisse (${alias})`)
    expect(rows).toMatchObject([
      { action: 'ask', outcome: 'answered' },
      {
        action: 'reveal',
        outcome: 'done',
        detail: { people: alias, role: 'admin', reason: 'mode: named' },
      },
    ])
    expect((await place.ask('ann', `user:${alias} 7d`)).said).toContain(`Cyd Charisse (${alias})`)
    expect((await place.ask('cyd', 'me 7d')).said).toMatch(
      /An admin saw the name behind your alias, \d times/,
    )
    const message = await withButton('keep')
    const before = place.slack.world.calls.length
    await place.slack.click({ user: 'UANN', message, actionId: buttonOf(message, 'keep') ?? '' })
    await place.until(
      () => /Kept\./.test(JSON.stringify(place.slack.world.calls.slice(before))),
      'the kept answer',
    )
    expect(JSON.stringify(place.slack.world.calls.slice(before))).not.toContain('Charisse')
    expect(await everything()).not.toContain('Charisse')
    expect(JSON.stringify(place.lines)).not.toContain('Charisse')
  })

  test('use of days for which aliases were promised stays under them, and says so', async () => {
    const { said, rows } = await place.ask('ann', 'by:user 14d')
    expect(said).toContain('Names stand beside use of 2026-10-21 and later')
    expect(said).not.toContain('Charisse')
    expect(rows).toMatchObject([{ action: 'ask' }])
  })

  test('Reveal shows them in place of what the workspace calls people', async () => {
    const modal = await opened()
    await place.slack.submit({ user: 'UANN', values: { reason: REASON } })
    await place.until(() => shows(modal).includes('Shown to you alone'), 'the names')
    expect(shows(modal)).toContain(`${await place.alias('cyd')}  Cyd *Charisse*`)
  })

  test('whom the policy lets see no names reads aliases', async () => {
    await place.keepNames('2026-10-21', { cyd: 'Cyd Charisse' }, { reveal: [] })
    const { said, rows } = await place.ask('ann', 'by:user 7d')
    expect(said).toContain(await place.alias('cyd'))
    expect(said).not.toContain('Charisse')
    expect(rows).toMatchObject([{ action: 'ask' }])
  })
})
