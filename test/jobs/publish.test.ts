import { expect, test } from 'vitest'

import type { Published, Publishing } from '#books.ts'
import { publishWhenDue } from '#jobs/publish.ts'
import { claims } from '#store/claims.ts'
import { workspace } from '#store/workspace.ts'
import { openMemoryStore } from '#test/support/store.ts'

const TOLD: Published = { periods: 1, restated: 0, held: 0 }
const NOON = Date.parse('2026-11-21T12:00:00Z')
const TEN_MINUTES = 600_000

const said: string[] = []
const say = (_: unknown, what: string) => void said.push(what)
const log = { info: say, warn: say, error: say }

async function house(publishing: Publishing) {
  const store = await openMemoryStore()
  const at = (now: number) => ({
    publishing,
    // Each replica has claims of its own, on the one store.
    claims: claims(store.db),
    workspace: workspace(store.db, 'UTC'),
    clock: { now: () => now },
    log,
  })
  return { at, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() }
}

test('what has closed is published by one replica, and again only in the next ten minutes', async () => {
  await using replicas = await house({
    due: () => Promise.resolve(true),
    publish: () => Promise.resolve(TOLD),
  })
  const both = await Promise.all([
    publishWhenDue(replicas.at(NOON)),
    publishWhenDue(replicas.at(NOON + 1)),
  ])
  expect(both.filter((told) => told !== undefined)).toEqual([TOLD])
  expect(await publishWhenDue(replicas.at(NOON + TEN_MINUTES))).toEqual(TOLD)
})

test('with nothing to publish nothing is claimed, so what closes next is not held up', async () => {
  const due = [false, true]
  await using replicas = await house({
    due: () => Promise.resolve(due.shift() === true),
    publish: () => Promise.resolve(TOLD),
  })
  expect(await publishWhenDue(replicas.at(NOON))).toBeUndefined()
  expect(await publishWhenDue(replicas.at(NOON))).toEqual(TOLD)
})

test('a store that is down is logged and tried again', async () => {
  let down = true
  await using replicas = await house({
    due: () => Promise.resolve(true),
    publish: () => (down ? Promise.reject(new Error('down')) : Promise.resolve(TOLD)),
  })
  expect(await publishWhenDue(replicas.at(NOON))).toBeUndefined()
  expect(said).toContain('What has closed could not be published')
  down = false
  expect(await publishWhenDue(replicas.at(NOON + TEN_MINUTES))).toEqual(TOLD)
})
