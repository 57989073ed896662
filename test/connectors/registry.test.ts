import { spawnSync } from 'node:child_process'

import { beforeAll, describe, expect, test } from 'vitest'

import type { Call, Connector, Egress, Pulled, Stream } from '#collect.ts'
import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { readSettings } from '#connectors/settings.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import { type Supplied, vendorCompany } from '#test/support/vendors/company.ts'
import { connectorCall, NOW, pullAll } from '#test/support/vendors/connector-call.ts'

const nameOf = (connector: Connector, stream: Stream) => `${connector.id}/${stream.id}`
const every = CONNECTORS.flatMap((connector) =>
  connector.streams.map((stream) => ({ name: nameOf(connector, stream), connector, stream })),
)
const twice = (names: readonly string[]) => names.filter((name, at) => names.indexOf(name) !== at)

/** What a connector did when all of it was pulled and checked. */
type Done = {
  readonly settings: Set<string>
  readonly requests: { readonly method: string; readonly url: URL }[]
  readonly pulled: Map<Stream, readonly Pulled[]>
}

async function doAll(connector: Connector, { servers, settings }: Supplied): Promise<Done> {
  const done: Done = { settings: new Set(), requests: [], pulled: new Map() }
  const plain = connectorCall(connector, { servers, settings })
  const call: Call = {
    ...plain,
    setting: (name) => {
      done.settings.add(name)
      return settings[name]
    },
    fetch: (input, init) => {
      const request = new Request(input, init)
      done.requests.push({ method: request.method, url: new URL(request.url) })
      return plain.fetch(request)
    },
  }
  await connector.check(call)
  const to = addDays(dayAt(NOW, 'UTC'), -1)
  for (const stream of connector.streams)
    done.pulled.set(stream, await pullAll(stream, call, { from: addDays(to, -2), to }))
  return done
}

const did = new Map<Connector, Done>()
/** Of other ways to be set up: an enterprise instead of an organization. */
const besides = new Map<string, Done>()

beforeAll(async () => {
  await using company = await vendorCompany({ now: NOW, days: 3, more: 130 })
  for (const connector of CONNECTORS) {
    const supplied = company.suppliers[connector.id]
    if (!supplied) throw new Error(`test/support/vendors/company.ts has no ${connector.id}`)
    did.set(connector, await doAll(connector, supplied))
  }
  for (const [id, supplied] of Object.entries(company.besides)) {
    const connector = CONNECTORS.find((one) => one.id === id)
    if (connector) besides.set(id, await doAll(connector, supplied))
  }
}, 120_000)

test('ids of connectors and their streams, and sources, are each one thing', () => {
  expect(twice(CONNECTORS.map(({ id }) => id))).toEqual([])
  expect(twice(every.map(({ name }) => name))).toEqual([])
  expect(twice(every.map(({ stream }) => stream.source))).toEqual([])
  for (const { name } of every) expect(name).toMatch(/^[a-z][a-z0-9-]*\/[a-z][a-z-]*$/)
})

describe.each(every)('$name', ({ connector, stream }) => {
  const pages = () => did.get(connector)?.pulled.get(stream) ?? []
  const given = () =>
    pages().flatMap(({ events = [], reports = [], bill = [] }) => [...events, ...reports, ...bill])

  test('claims the tools of what it gives, and none where it gives no use', () => {
    const use = given()
    const others = pages().flatMap(({ seats = [], periods = [] }) => [...seats, ...periods])
    const tools = new Set([...use, ...others].map(({ tool }) => tool))
    // A text log that is empty here shows nothing of what it claims.
    const shown = stream.content && use.length === 0 ? [] : stream.tools
    expect([...tools]).toEqual(expect.arrayContaining([...shown]))
    expect(tools.size > 0).toBe(shown.length > 0)
  })

  test('gives no use where it is read as it is now: its days would read 0', () => {
    expect(stream.how === 'snapshot' ? given() : []).toEqual([])
  })

  test('everything it gives is its own', () => {
    expect(given().filter(({ source }) => source !== stream.source)).toEqual([])
  })
})

test('a gateway claims no tool but itself: days without the others are not their 0', () => {
  for (const id of ['litellm', 'langfuse', 'openrouter']) {
    const streams = every.filter(({ connector }) => connector.id === id)
    expect(new Set(streams.flatMap(({ stream }) => stream.tools))).toEqual(new Set([id]))
  }
})

describe.each(CONNECTORS)('$id', (connector) => {
  const sent = () =>
    [did.get(connector), besides.get(connector.id)].flatMap((done) => done?.requests ?? [])

  test('makes every call it may make', () => {
    const unused = connector.egress.filter((egress) => {
      // Where links lead is the vendor's choice of the day; below a path are the same calls again.
      if (egress.signed || egress.path.startsWith('/{base*}')) return false
      return !sent().some(({ method, url }) => method === egress.method && meant(egress, url))
    })
    expect(unused.map(({ method, host, path }) => `${method} ${host}${path}`)).toEqual([])
  })

  test('asks for every setting it has', () => {
    const hosts = connector.egress.flatMap(({ host }) => /^\{(.+)\}$/.exec(host)?.[1] ?? [])
    const used = new Set([...(did.get(connector)?.settings ?? []), ...hosts])
    expect(connector.settings.map(({ name }) => name).filter((name) => !used.has(name))).toEqual([])
    for (const host of hosts)
      expect(connector.settings).toContainEqual(
        expect.objectContaining({ name: host, needed: true, secret: false }),
      )
  })
})

describe.each(CONNECTORS)('$id', (connector) => {
  test('says what keys, tokens and the like are secrets', () => {
    const open = connector.settings.filter(({ secret }) => !secret).map(({ name }) => name)
    expect(open.filter((name) => /(?<!PUBLIC)_(KEY|TOKEN|SECRET|PASSWORD)$/.test(name))).toEqual([])
  })

  test('calls nothing that is not encrypted', async () => {
    const setting = () => 'https://own.corp.test'
    const send = () => Promise.reject(new Error('a socket opened'))
    const fetch = egressFetch(connector, { setting, send })
    for (const { host, path, method } of connector.egress) {
      expect(host).not.toMatch(/:|\//)
      const place = host.startsWith('{') ? 'own.corp.test' : host.replaceAll('*', 'x')
      const url = `http://${place}${path.replaceAll(/\{[^}]+\}/g, 'x')}`
      const body = method === 'POST' ? { body: '{}' } : {}
      await expect(fetch(url, { method, ...body })).rejects.toThrow(EgressRefused)
    }
  })

  test('an address of its own that is not encrypted is refused as a setting', () => {
    for (const { host, path } of connector.egress) {
      const name = /^\{(.+)\}$/.exec(host)?.[1]
      if (name === undefined) continue
      // Some settings are the address of the service, some of the one page that is read.
      const page = path.replaceAll(/\{[^}]+\}/g, 'x')
      const read = (origin: string) =>
        Math.min(
          ...[origin, `${origin}${page}`].map(
            (address) => readSettings([connector], { [name]: address }, () => '').faults.length,
          ),
        )
      expect(read('http://vendor.corp.test')).toBe(1)
      expect([read('https://vendor.corp.test'), read('http://127.0.0.1:4000')]).toEqual([0, 0])
    }
  })
})

/** Whether a call is one that the row means, by its path alone: other tests look at hosts. */
function meant({ path }: Egress, url: URL): boolean {
  const pattern = path.replaceAll('.', String.raw`\.`).replaceAll(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${pattern}$`).test(url.pathname)
}

/** Packages that only a pull needs. */
const HEAVY =
  /node_modules\/(openai|@anthropic-ai|@octokit|@googleapis|googleapis|google-auth-library|gaxios|@microsoft|@azure|@slack|@electric-sql|drizzle-orm|vega|sharp)\//

test('neither the list of connectors nor help loads what only a pull needs', () => {
  const hook = `data:text/javascript,${encodeURIComponent(`
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    process.on('exit', () => process.stderr.write(loaded.join('\\n')))`)}`
  const load = (...argv: readonly string[]) => {
    const { stderr, status } = spawnSync(process.execPath, ['--import', hook, ...argv], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    expect(status).toBe(0)
    return stderr.split('\n')
  }
  const help = load('bin/ai-usage.mjs', 'help')
  expect(help.some((url) => url.endsWith('/src/connectors/registry.ts'))).toBe(true)
  expect(help.filter((url) => HEAVY.test(url))).toEqual([])
  // It is not the hook that misses them.
  const seen = load('--eval', "await import('openai')")
  expect(seen.some((url) => HEAVY.test(url))).toBe(true)
})

test('entries are looked up where their vendor says they are, and on no other page', () => {
  const pages = every.flatMap(({ stream: { source, logPage } }) =>
    logPage === undefined ? [] : [[source, logPage]],
  )
  expect(Object.fromEntries(pages)).toEqual({
    'm365-copilot-purview': 'https://purview.microsoft.com/auditlogsearch',
    'cursor-audit': 'https://cursor.com/dashboard/audit-log',
  })
})
