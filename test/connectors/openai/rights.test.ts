import OpenAI from 'openai'
import { expect, test } from 'vitest'

import { egressFetch, EgressRefused } from '#connectors/egress.ts'
import { openai } from '#connectors/openai/connector.ts'
import { connectorCall } from '#test/support/vendors/connector-call.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from '#test/support/vendors/openai.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

const calling = (server: VendorServer) =>
  connectorCall(openai, { settings: { OPENAI_ADMIN_KEY }, servers: [server] })

test('the check names each right it tried, and warns of what the key could do', async () => {
  await using server = await openAiServer()
  const found = await openai.check(calling(server))
  expect(found.map(({ level }) => level)).toEqual(['ok', 'warning', 'warning'])
  await using narrow = await openAiServer({ scopes: ['api.usage.read', 'api.management.read'] })
  await expect(openai.check(calling(narrow))).rejects.toThrow(
    'GET /organization/audit_logs with 403',
  )
})

test('nothing can be changed with the key: the same client is refused before a socket opens', async () => {
  let sent = 0
  const fetch = egressFetch(openai, {
    setting: () => undefined,
    send: () => ((sent += 1), Promise.reject(new Error('sent'))),
  })
  const client = new OpenAI({ adminAPIKey: OPENAI_ADMIN_KEY, apiKey: 'sk-x', fetch, maxRetries: 0 })
  const { organization } = client.admin
  const tries = [
    () => organization.users.delete('user-ada'),
    () => organization.users.update('user-ada', { role: 'owner' }),
    () => organization.projects.create({ name: 'x' }),
    () => organization.adminAPIKeys.create({ name: 'x' }),
    () => organization.projects.apiKeys.delete('key_1', { project_id: 'proj_1' }),
    () => client.models.list(),
  ]
  for (const attempt of tries) {
    const error: unknown = await attempt().then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect((error as Error).cause ?? error).toBeInstanceOf(EgressRefused)
  }
  expect(sent).toBe(0)
})
