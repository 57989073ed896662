import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { readConfig } from '#config.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { inventory } from '#db/inventory.ts'
import { evidenceDocuments } from '#main/evidence.ts'

type Sbom = {
  readonly bomFormat: string
  readonly components: readonly {
    readonly name: string
    readonly version: string
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[]
  }[]
}
type Lock = {
  readonly packages: Readonly<
    Record<
      string,
      { readonly name?: string; readonly version: string; readonly integrity?: string }
    >
  >
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

test('the documents have every stream, call, column, right and package there is', async () => {
  const sink = readConfig({
    AI_USAGE_SIEM_1: 'https://siem.corp.example/in',
    AI_USAGE_SIEM_1_SECRET: 'what the webhook is signed with',
  }).siem.sinks
  const documents = await evidenceDocuments(sink)
  const lines = (name: string) => (documents[name] ?? '').trim().split(/\r?\n/).slice(1)
  const streams = CONNECTORS.flatMap((connector) => connector.streams)
  expect(streams.filter(({ source }) => !documents['data-flow.csv']?.includes(source))).toEqual([])
  expect(lines('egress.csv')).toHaveLength(CONNECTORS.flatMap(({ egress }) => egress).length)
  expect(lines('siem.csv')).toEqual([
    '1,https://siem.corp.example/in,ocsf,TLS,HMAC-SHA-256 of each batch',
  ])
  expect(documents['data-flow.csv']).toContain('AI_USAGE_SIEM_1')
  expect(lines('columns.csv')).toHaveLength(inventory().length)
  expect(documents['permissions.md']).toBe(readFileSync('docs/permissions.md', 'utf8'))
  expect(documents['connectors.md']).toBe(readFileSync('docs/connectors.md', 'utf8'))
  expect(documents['slack-manifest.yml']).toContain('users:read.email')
  expect(lines('log-fields.csv').length).toBeGreaterThan(10)

  const { bomFormat, components } = JSON.parse(documents['sbom.cdx.json'] ?? '') as Sbom
  expect(bomFormat).toBe('CycloneDX')
  const { packages } = read('package-lock.json') as Lock
  const listed = new Set(
    components.map(({ name, version, hashes = [] }) => {
      const content = hashes[0]?.content ?? ''
      return `${name} ${version} sha512-${Buffer.from(content, 'hex').toString('base64')}`
    }),
  )
  const locked = Object.entries(packages).flatMap(([path, { name, version, integrity }]) =>
    path === '' ? [] : [`${name ?? path.split('node_modules/').at(-1)} ${version} ${integrity}`],
  )
  expect(locked.length).toBeGreaterThan(100)
  expect(locked.filter((it) => !listed.has(it))).toEqual([])
}, 60_000)
