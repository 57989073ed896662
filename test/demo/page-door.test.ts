import { request } from 'node:http'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { type DemoPage, startDemoPage } from '#demo/page/start.ts'

import { type Desk, startDesk } from './tiny-app.ts'

let desk: Desk
let demo: DemoPage

beforeAll(async () => {
  desk = await startDesk()
  demo = await startDemoPage({ fake: desk.fake, host: '127.0.0.1', examples: [] })
})

afterAll(async () => {
  await demo.stop()
  await desk[Symbol.asyncDispose]()
})

type Asked = {
  readonly path?: string
  readonly method?: string
  readonly headers?: Record<string, string>
}

/** A request with headers a browser would set, and `fetch` would not let us choose. */
function ask({ path = '/people', method = 'GET', headers = {} }: Asked): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(new URL(path, demo.url), { method, headers }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
    asked.on('error', reject)
    asked.end(method === 'POST' ? '{"user":"UADMIN","channel":"CGENERAL","text":"hi"}' : undefined)
  })
}

test.each([
  ['its own address', {}, 200],
  ['a name that was rebound to this computer', { headers: { host: 'evil.example' } }, 403],
  ['another site’s script', { headers: { 'sec-fetch-site': 'cross-site' } }, 403],
] as const)('the page is read by %s: %#', async (_, asked, status) => {
  expect(await ask(asked)).toBe(status)
})

test('the page listens on 127.0.0.1 and on no other address', async () => {
  const { hostname, port } = new URL(demo.url)
  expect(hostname).toBe('127.0.0.1')
  // What listens everywhere would also answer here.
  await expect(fetch(`http://127.0.0.2:${port}/people`)).rejects.toThrow('fetch failed')
})

const post = (headers: Record<string, string>) => ask({ path: '/say', method: 'POST', headers })

test('only the page itself may speak for someone', async () => {
  const before = desk.fake.world.messages.length
  expect(await post({})).toBe(403)
  expect(await post({ origin: 'http://evil.example' })).toBe(403)
  expect(await post({ origin: 'null' })).toBe(403)
  expect(desk.fake.world.messages).toHaveLength(before)
  expect(await post({ origin: demo.url })).toBe(200)
  expect(desk.fake.world.messages).toHaveLength(before + 1)
})
