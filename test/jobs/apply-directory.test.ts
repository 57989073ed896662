import { expect, test } from 'vitest'

import type { Connector, SnapshotStream } from '#collect.ts'
import { applyDirectories, heldDirectories } from '#jobs/apply-directory.ts'
import { type CollectPorts, pullNow, statuses } from '#jobs/collecting.ts'
import { alertHealth } from '#jobs/health-alert.ts'
import type { AuditRow } from '#ports.ts'
import { collection } from '#store/collect.ts'
import { asSnapshot } from '#test/store/collects.ts'
import { member } from '#test/support/events.ts'
import { ACME } from '#test/support/example-connector.ts'
import { openMemoryStore, stores } from '#test/support/store.ts'

import { desk } from './sync-desk.ts'

/** A company of so many people, all in one team, as its directory lists them now. */
async function company() {
  // The quicker one.
  const store = await (stores().at(-1)?.open ?? openMemoryStore)()
  const it = await desk()
  const listed = { people: 20 }
  const people: SnapshotStream = asSnapshot({
    id: 'people',
    source: 'acme-people',
    tools: [],
    async *pull() {
      yield { people: Array.from({ length: listed.people }, (_, n) => member(`p${n}`, 'Eng')) }
    },
  })
  const connector: Connector = { ...ACME, streams: [people] }
  const audited: AuditRow[] = []
  const ports: CollectPorts = {
    ...it.ports,
    collection: collection(store),
    sources: [{ ...it.source(connector), missing: [] }],
    listens: false,
    audit: { record: async (row) => void audited.push(row) },
    lock: { held: () => undefined, signal: () => new AbortController().signal },
  }
  const told: string[] = []
  const claimed = new Set<string>()
  const remembered = new Map<string, string>()
  const alerts = {
    ...ports,
    claims: { claim: async (key: string) => claimed.size < claimed.add(key).size },
    memory: {
      get: async (_: string, key: string) => remembered.get(key),
      set: async (_: string, key: string, value: string) => void remembered.set(key, value),
    },
    tell: async ({ parts }: { readonly parts: readonly unknown[] }) => {
      told.push(JSON.stringify(parts[0]))
      return 1
    },
  }
  return {
    listed,
    audited,
    told,
    ports,
    signal: new AbortController().signal,
    async pull() {
      it.clock.at += 86_400_000
      const { outcomes } = await pullNow({ signal: new AbortController().signal }, ports)
      await alertHealth(await statuses(ports), alerts)
      return outcomes[0]?.result
    },
    async [Symbol.asyncDispose]() {
      await it[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

const HELD =
  "The directory 'acme-people' would take 15 of 20 people out of their teams: more than a fifth, so it is held"

test('a directory that lost most people is held, told once, and applied when an admin says so', async () => {
  await using it = await company()
  expect(await it.pull()).toBe('pulled')
  expect(await heldDirectories('acme', it.ports)).toEqual([])
  it.listed.people = 5
  expect(await it.pull()).toBe('failed')
  expect(await it.pull()).toBe('failed')
  expect(await statuses(it.ports)).toMatchObject([
    { health: { kind: 'failing', says: HELD, fix: expect.stringContaining('acme --yes') } },
  ])
  expect(it.told).toEqual([expect.stringContaining(HELD)])
  expect(await heldDirectories('acme', it.ports)).toMatchObject([
    { name: 'Acme AI / people', what: HELD },
  ])
  it.audited.length = 0
  const { outcomes } = await applyDirectories('acme/people', { signal: it.signal }, it.ports)
  expect(outcomes).toMatchObject([{ result: 'pulled', rows: 5 }])
  expect(it.audited).toMatchObject([
    { action: 'people', command: 'people apply-directory acme', outcome: 'done' },
  ])
  expect(await it.pull()).toBe('pulled')
  expect(await heldDirectories('acme', it.ports)).toEqual([])
})

test('a connector without people has no directory to apply', async () => {
  await using it = await desk()
  const ports = { ...it.ports, sources: [{ ...it.source(), missing: [] }] }
  await expect(heldDirectories('acme', ports)).rejects.toMatchObject({
    message: 'Acme AI lists no people',
    fix: 'No connector does.',
  })
})
