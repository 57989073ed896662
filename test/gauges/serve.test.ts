import { get } from 'node:http'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { type Gauges, serveGauges } from '#gauges/serve.ts'

const TOKEN = 'a token of metrics'
let gauges: Gauges
let read = () => Promise.resolve('ai_usage_locked 0\n')
const said: string[] = []
beforeAll(async () => {
  const log = (_: unknown, what: string) => void said.push(what)
  const options = { host: '127.0.0.1', port: 0, token: TOKEN }
  gauges = await serveGauges(options, () => read(), { info: log, warn: log, error: log })
})
afterAll(() => gauges.stop())

const ask = async (authorization: string | undefined, init: RequestInit = {}, url = gauges.url) => {
  const headers = authorization === undefined ? {} : { authorization }
  const response = await fetch(url, { ...init, headers })
  return [response.status, await response.text()] as const
}

test('whoever knows the token is told', async () => {
  const response = await fetch(gauges.url, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(response.headers.get('content-type')).toContain('version=0.0.4')
  expect(await response.text()).toBe('ai_usage_locked 0\n')
})

test.each([undefined, 'Bearer', `Bearer ${TOKEN} `.trim().slice(0, -1), TOKEN])(
  'nobody else is: %s',
  async (authorization) => {
    const [status, text] = await ask(authorization)
    expect(status).toBe(401)
    expect(text).not.toContain('locked')
  },
)

test('there is nothing else here', async () => {
  const known = `Bearer ${TOKEN}`
  expect((await ask(known, { method: 'POST' }))[0]).toBe(404)
  expect((await ask(known, {}, gauges.url.replace('/metrics', '/')))[0]).toBe(404)
})

test('what is no address at all is answered too, and stops nothing', async () => {
  const { port } = new URL(gauges.url)
  const status = await new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path: '//' }, (response) => {
      resolve(response.resume().statusCode)
    })
    asked.on('error', reject)
  })
  expect(status).toBe(404)
})

test('a store that is away is said, and its words are not', async () => {
  read = () => Promise.reject(new Error('password of postgres'))
  expect(await ask(`Bearer ${TOKEN}`)).toEqual([503, 'The store cannot be reached.\n'])
  expect(said).toEqual(['No metrics could be read'])
  read = () => Promise.resolve('')
  expect((await ask(`Bearer ${TOKEN}`))[0]).toBe(200)
})
