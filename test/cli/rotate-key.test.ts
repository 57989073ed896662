import { expect, test } from 'vitest'

import { importUsage } from '#test/store/imports.ts'
import { directory } from '#test/store/lines.ts'
import { memberUnderBoth, withBoth, withOld } from '#test/store/two-keys.ts'
import { member, usageEvent } from '#test/support/events.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, houseOf, typed } from './house.ts'

test('a change of key is begun, looked at and finished from the command line', async () => {
  await using store = await openMemoryStore()
  const ann = member('ann', 'Eng')
  await directory(withOld(store), [ann, member('bob', 'Eng')])
  await importUsage(withOld(store), [
    usageEvent({ account: 'bob', id: 'a', at: '2026-11-10T09:00:00Z' }),
  ])
  const doors = doorsTo(houseOf(withBoth(store)))
  const rotate = (...argv: readonly string[]) => typed(['privacy', 'rotate-key', ...argv], doors)
  for (const step of ['status', 'finish'])
    expect(await rotate(step)).toEqual({ code: 0, out: 'The key is not being changed.\n', err: '' })
  expect(await rotate('back')).toMatchObject({ code: 2, err: expect.stringContaining("'back'") })
  expect(await rotate()).toMatchObject({ code: 0, out: expect.stringContaining('both keys hold') })
  await directory(withBoth(store), [memberUnderBoth(ann)])
  const { out } = await rotate('status')
  expect(out).toMatch(/People and logins\D+1\D+1\n/)
  expect((await rotate('finish')).out).toContain('1 account of people not seen')
  expect((await rotate('status')).out).toBe(out)
  expect((await rotate('finish', '--yes')).out).toContain('The key was changed')
  expect((await rotate('status')).out).toBe('The key is not being changed.\n')
  const trail = await all<{ command: string; people: number }>(
    store,
    `select command, (detail->>'people')::int as people from audit order by seq`,
  )
  expect(trail).toEqual([
    { command: 'privacy rotate-key', people: 2 },
    { command: 'privacy rotate-key finish --yes', people: 1 },
  ])
})
