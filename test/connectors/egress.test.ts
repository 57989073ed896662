import { describe, expect, test } from 'vitest'

import type { Egress } from '#collect.ts'
import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { vendorServer } from '#test/support/vendors/vendor-server.ts'

const EGRESS: readonly Egress[] = [
  { host: 'api.vendor.test', method: 'GET', path: '/v1/users/{id}' },
  { host: 'api.vendor.test', method: 'GET', path: '/v1/report' },
  { host: 'api.vendor.test', method: 'GET', path: '/v1/away' },
  { host: '*.files.test', method: 'GET', path: '/{rest*}', signed: true },
  { host: 'reports-*.cdn.test', method: 'GET', path: '/{rest*}', signed: true },
  { host: '{VENDOR_URL}', method: 'POST', path: '/query' },
  { host: 'api.vendor.test', method: 'POST', path: '/graphql', body: /^\{"query":"query / },
]

const guarded = (via: readonly (readonly [string, string])[] = [], sent: string[] = []) =>
  egressFetch(
    { id: 'vendor', egress: EGRESS },
    {
      setting: (name) => (name === 'VENDOR_URL' ? 'https://proxy.corp.test/base' : undefined),
      via: new Map(via),
      send: (input, init) => {
        sent.push(new Request(input, init).url)
        return via.length > 0 ? fetch(input, init) : Promise.resolve(new Response('{}'))
      },
    },
  )

describe('a connector makes only the calls it declares', () => {
  test.each([
    ['another method', 'DELETE', 'https://api.vendor.test/v1/users/7'],
    ['another path', 'GET', 'https://api.vendor.test/v1/users'],
    ['a longer path', 'GET', 'https://api.vendor.test/v1/users/7/keys'],
    ['a path that climbs', 'GET', 'https://api.vendor.test/v1/users/..%2f..%2fkeys'],
    ['another host', 'GET', 'https://api.vendor.test.evil.test/v1/report'],
    ['a host that ends alike', 'GET', 'https://evilfiles.test/v1/report'],
    ['a host with another start', 'GET', 'https://evil.reports-1.cdn.test/v1/report'],
    ['a star for another domain', 'GET', 'https://reports-1.evil.test.cdn.test/v1/report'],
    ['no encryption', 'GET', 'http://api.vendor.test/v1/report'],
    ['another port', 'GET', 'https://api.vendor.test:8443/v1/report'],
    ['a read where it may post', 'GET', 'https://proxy.corp.test/query'],
  ])('%s is refused before a socket opens', async (_, method, url) => {
    const sent: string[] = []
    await expect(guarded([], sent)(url, { method })).rejects.toThrow(EgressRefused)
    expect(sent).toEqual([])
  })

  test.each([
    ['GET', 'https://api.vendor.test/v1/users/7?limit=3'],
    ['GET', 'https://eu1.files.test/a/b/c'],
    ['GET', 'https://reports-production-a1.cdn.test/a'],
    ['POST', 'https://proxy.corp.test/query'],
  ])('%s %s is made', async (method, url) => {
    const sent: string[] = []
    await guarded([], sent)(url, { method })
    expect(sent).toEqual([url])
  })

  test('what is posted where reading and writing share a path must be a question', async () => {
    const url = 'https://api.vendor.test/graphql'
    const sent: string[] = []
    const post = (query: string) =>
      guarded([], sent)(url, { method: 'POST', body: JSON.stringify({ query }) })
    await post('query { viewer { login } }')
    expect(sent).toEqual([url])
    await expect(post('mutation { deleteRef(id: 1) }')).rejects.toThrow(EgressRefused)
    await expect(guarded([], sent)(url, { method: 'POST' })).rejects.toThrow(EgressRefused)
    expect(sent).toEqual([url])
  })

  test('the refusal shows the place without its query, which may hold a key', async () => {
    await expect(guarded()('https://api.vendor.test/v1/x?token=secret')).rejects.toThrow(
      /^vendor may not call GET api\.vendor\.test\/v1\/x$/,
    )
  })
})

describe('redirects', () => {
  test('lead only to declared places, and the key stays behind', async () => {
    await using files = await vendorServer('eu1.files.test', {
      routes: { 'GET /signed/part.jsonl': () => ({ body: 'line' }) },
    })
    await using api = await vendorServer('api.vendor.test', {
      routes: {
        'GET /v1/report': () => ({
          status: 307,
          headers: { location: 'https://eu1.files.test/signed/part.jsonl?sig=1' },
        }),
        'GET /v1/away': () => ({ status: 302, headers: { location: 'https://evil.test/' } }),
      },
    })
    const via = [files, api].map(({ host, origin }) => [host, origin] as const)
    const headers = { authorization: 'Bearer secret', 'x-api-key': 'secret' }
    const answer = await guarded(via)('https://api.vendor.test/v1/report', { headers })
    expect(await answer.text()).toBe('line')
    expect(api.requests[0]?.headers.authorization).toBe('Bearer secret')
    expect(files.requests[0]?.headers).not.toHaveProperty('authorization')
    expect(files.requests[0]?.headers).not.toHaveProperty('x-api-key')
    await expect(guarded(via)('https://api.vendor.test/v1/away', { headers })).rejects.toThrow(
      EgressRefused,
    )
  })
})
