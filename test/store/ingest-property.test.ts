import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { UsageEvent } from '#ingest.ts'
import { ingest } from '#store/ingest.ts'
import { member, usageEvent } from '#test/support/events.ts'
import { imported } from '#test/support/reference-import.ts'
import { stores } from '#test/support/store.ts'

import { importUsage } from './imports.ts'
import { anonymous, directory, expected, known, members, stored } from './lines.ts'

const nothing = { changedDays: 0, added: 0, replaced: 0, removed: 0 }

const listed = ({ ann, bob, alias }: { ann: string; bob: string; alias: string }) => [
  member('ann', ann, { aliases: alias === 'ann' ? ['cara-old'] : [] }),
  member('bob', bob, { aliases: alias === 'bob' ? ['cara-old'] : [] }),
]

/** Each run opens a store and imports several times. */
const timeout = 180_000

describe.each(stores())('in $kind', { timeout }, ({ open }) => {
  test('the order of files, lines, repeats and the directory makes no difference', async () => {
    await fc.assert(
      fc.asyncProperty(
        known,
        fc.array(fc.nat(2), { minLength: 40, maxLength: 40 }),
        fc.boolean(),
        fc.boolean(),
        async (events, parts, directoryFirst, again) => {
          await using store = await open()
          if (directoryFirst) await directory(store, members)
          const files = [0, 1, 2].map((part) => events.filter((_, n) => parts[n] === part))
          for (const file of files.toReversed()) await importUsage(store, file.toReversed())
          if (!directoryFirst) await directory(store, members)
          const { plan } = await importUsage(store, again ? events : [])
          expect(plan).toMatchObject(nothing)
          expect(await stored(store)).toEqual(expected(events))
        },
      ),
      { numRuns: 8 },
    )
  })

  test('any imports, undone from the last, leave what the lines say', async () => {
    const step = fc.record({
      events: fc.tuple(anonymous, known).map(([a, b]) => a.concat(b.slice(0, 15))),
      replace: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        async (steps, redo) => {
          await using store = await open()
          await directory(store, members)
          const states: (readonly UsageEvent[])[] = [[]]
          const batches: number[] = []
          for (const { events, replace } of steps) {
            const { batch } = await importUsage(store, events, { replace })
            const before = states.at(-1) ?? []
            if (batch === null) continue
            batches.push(batch)
            states.push(imported(before, events, replace) as UsageEvent[])
            expect(await stored(store)).toEqual(expected(states.at(-1) ?? []))
          }
          for (const batch of batches.toReversed()) {
            await ingest(store).undo(batch)
            states.pop()
            expect(await stored(store)).toEqual(expected(states.at(-1) ?? []))
          }
          const [first] = steps
          if (!redo || !first) return
          await importUsage(store, first.events, { replace: first.replace })
          expect(await stored(store)).toEqual(
            expected(imported([], first.events, first.replace) as UsageEvent[]),
          )
        },
      ),
      { numRuns: 6 },
    )
  })

  test('a new directory moves only what it says, whatever stood before', async () => {
    const units = fc.constantFrom('Eng', 'Eng/Core', 'Sales/EMEA')
    const rowsOf = fc.record({
      ann: units,
      bob: units,
      alias: fc.constantFrom('ann', 'bob', 'none'),
    })
    await fc.assert(
      fc.asyncProperty(known, rowsOf, rowsOf, async (events, first, second) => {
        await using store = await open()
        await directory(store, listed(first))
        await importUsage(store, events)
        await directory(store, listed(second))
        expect(await stored(store)).toEqual(expected(events, listed(second)))
      }),
      { numRuns: 5 },
    )
  })

  test('an account told apart from a person is counted again where that person’s source was believed', async () => {
    await using store = await open()
    const at = '2026-10-31T09:00:00Z'
    const events = [
      usageEvent({ account: 'bob', source: 'gateway', at, id: 'a' }),
      usageEvent({ account: 'cara-old', source: 'export', at, id: 'b' }),
    ]
    await directory(store, listed({ ann: 'Eng', bob: 'Eng', alias: 'bob' }))
    await importUsage(store, events)
    const apart = listed({ ann: 'Eng', bob: 'Eng', alias: 'ann' })
    await directory(store, apart)
    expect(await stored(store)).toEqual(expected(events, apart))
    expect(expected(events, apart).daily).toHaveLength(2)
  })
})
