import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import type { Call, GovernanceEvent } from '#collect.ts'
import { claudeCompliance } from '#connectors/anthropic/compliance-connector.ts'
import { OUR_ENDPOINTS, OUR_NETWORKS, placeOf } from '#connectors/api/our-places.ts'
import { litellm } from '#connectors/litellm/connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { readSettings } from '#connectors/settings.ts'
import { anthropicServer, COMPLIANCE_KEY } from '#test/support/vendors/anthropic.ts'
import { connectorCall, KEY, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import type { SpendRow } from '#test/support/vendors/litellm.ts'

import { house as github } from './github-copilot/house.ts'
import { house as gateway, request } from './litellm/house.ts'

const names = pseudonymizer(KEY)
const NETWORKS = '203.0.113.0/24, 2001:db8::/32'
const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/keys/${name}.json`, import.meta.url), 'utf8'))

const call = (settings: Readonly<Record<string, string>>): Call => ({
  ...connectorCall(litellm, { settings, servers: [] }),
})

describe('where a key was used', () => {
  const ours = call({
    [OUR_NETWORKS.name]: NETWORKS,
    [OUR_ENDPOINTS.name]:
      'api.openai.com,*.openai.azure.com,models.corp.test:4000,gate.corp.test:443',
  })
  test.each([
    ['203.0.113.7', 'network:203.0.113', 'ours'],
    ['::ffff:203.0.113.7', 'network:203.0.113', 'ours'],
    ['2001:db8:1::7', 'network:2001:db8:1', 'ours'],
    ['198.51.100.23', 'network:198.51.100', 'other address'],
    ['2001:0DB9:0001::7', 'network:2001:db9:1', 'other address'],
    // A proxy in front passes on whom it heard it from: each of them must be ours.
    ['203.0.113.7, 198.51.100.23', 'network:198.51.100', 'other address'],
    // Behind a proxy that says nothing everyone has its address.
    ['10.0.0.5', undefined, null],
    ['unknown', undefined, null],
    [null, undefined, null],
  ])('%s is %s, %s', (address, network, place) => {
    expect(placeOf(ours, { address })).toEqual({
      network: network === undefined ? null : names.asset(network),
      place,
    })
  })
  test.each([
    ['https://api.openai.com/v1', 'ours'],
    ['https://eu.openai.azure.com/openai/deployments/gpt', 'ours'],
    ['https://openai.azure.com.example/v1', 'other endpoint'],
    // A host stands for each of its ports; one with a port for that port.
    ['https://api.openai.com:8443/v1', 'ours'],
    ['api.openai.com:8443/v1', 'ours'],
    ['https://eu.openai.azure.com:8443/openai', 'ours'],
    ['http://models.corp.test:4000/v1', 'ours'],
    ['https://models.corp.test/v1', 'other endpoint'],
    ['https://gate.corp.test/v1', 'ours'],
    ['http://gate.corp.test/v1', 'other endpoint'],
    ['', null],
  ])('an endpoint %s is %s', (endpoint, place) => {
    expect(placeOf(ours, { endpoint })).toEqual({ network: null, place })
  })
  test('nothing of an address is kept where no network is set', () => {
    const silent = { network: null, place: null }
    expect(placeOf(call({}), { address: '198.51.100.23', endpoint: 'https://a.example' })).toEqual(
      silent,
    )
  })
  test.each(['203.0.113.0', '203.0.113.0/33', '203.0.113/24', 'office'])(
    'a network that is none is refused when it is set: %s',
    (value) => {
      const { faults } = readSettings([litellm], { [OUR_NETWORKS.name]: value }, () => '')
      expect(faults).toEqual([
        `AI_USAGE_OUR_NETWORKS '${value}' is not usable. List networks, like 203.0.113.0/24,2001:db8::/32.`,
      ])
    },
  )
})

describe('what logs say of keys', () => {
  const elsewhere = { network: names.asset('network:198.51.100'), place: 'other address' }
  const quiet = (events: readonly GovernanceEvent[]) =>
    expect(
      JSON.stringify(events, (_, value: unknown) =>
        typeof value === 'bigint' ? String(value) : value,
      ),
    ).not.toMatch(/198\.51|httpx/)

  test('Claude’s activities: the key, and that it was not where ours are', async () => {
    await using server = await anthropicServer()
    server.happened(fixture('claude-activity') as Parameters<typeof server.happened>[0])
    const settings = { CLAUDE_COMPLIANCE_KEY: COMPLIANCE_KEY, [OUR_NETWORKS.name]: NETWORKS }
    const asked = connectorCall(claudeCompliance, { settings, servers: [server] })
    const range = { from: '2026-11-15', to: '' }
    const pages = await pullAll(streamOf(claudeCompliance, 'activities'), asked, range)
    const events = pages.flatMap(({ governance = [] }) => governance)
    const account = names.service('anthropic:key:apikey_ci')
    expect(events).toMatchObject([
      { actor: account, key: { account, label: 'API key apikey_ci', ...elsewhere } },
    ])
    quiet(events)
  })

  test('GitHub’s audit log: the token by the beginning of its hash', async () => {
    const entry = fixture('github-entry') as { readonly hashed_token: string }
    await using acme = await github({ audit: [entry as never] }, { [OUR_NETWORKS.name]: NETWORKS })
    const events = (await acme.pull('audit')).flatMap(({ governance = [] }) => governance)
    expect(events).toMatchObject([
      {
        actor: names.person('root'),
        key: {
          account: names.service(`github:token:${entry.hashed_token}`),
          label: 'Personal access token (classic) kq7NJLGY…',
          ...elsewhere,
        },
      },
    ])
    quiet(events)
  })

  test('LiteLLM’s requests: one entry of a key, a person, a network and a day', async () => {
    const row = fixture('litellm-row') as SpendRow & { readonly api_key: string }
    const mine = { user_api_key_alias: 'ada laptop', user_api_key_user_email: 'ada@corp.test' }
    await using proxy = await gateway(
      {
        spend: [
          row,
          { ...row, request_id: 'k2', requester_ip_address: '198.51.100.99' },
          { ...row, request_id: 'k3', requester_ip_address: '203.0.113.9' },
          { ...row, request_id: 'k4', requester_ip_address: '10.1.1.1', metadata: mine },
          { ...row, request_id: 'k5', metadata: mine },
          {
            ...row,
            request_id: 'k6',
            metadata: { ...mine, user_api_key_alias: 'hers' },
            api_key: '',
          },
          request('k7'),
        ],
      },
      undefined,
      { [OUR_NETWORKS.name]: NETWORKS },
    )
    const events = (await proxy.pull('logs')).flatMap(({ governance = [] }) => governance)
    const account = names.service('litellm:key:ci-runner')
    expect(events).toMatchObject([
      { type: 'key_used', actor: account, key: { account, label: 'ci-runner', ...elsewhere } },
      { key: { account, place: 'ours' } },
      // An alias may name whose it is: the key is not the one that the store knows by it.
      {
        actor: names.person('ada@corp.test'),
        key: {
          account: names.service(`litellm:key-of-person:${row.api_key}`),
          label: 'key 88dc28d0…',
          ...elsewhere,
        },
      },
    ])
    quiet(events)
  })

  test('of LiteLLM’s requests nothing depends on the address where no network is set, nor a request on where it went', async () => {
    const row = fixture('litellm-row') as SpendRow
    await using proxy = await gateway({ spend: [row] }, undefined, {
      [OUR_ENDPOINTS.name]: 'api.openai.com',
    })
    const from = async (...hidden: readonly object[]) => {
      proxy.server.proxy.spend = hidden.map((more) => ({ ...row, ...more }))
      return await proxy.pull('logs')
    }
    const first = await from({})
    expect(first.flatMap(({ governance = [] }) => governance)).toHaveLength(1)
    expect(await from({ requester_ip_address: '192.0.2.1' })).toEqual(first)
    const [plain] = await from({ requester_ip_address: undefined, api_base: undefined })
    expect(plain?.events).toEqual(first[0]?.events)
  })
})
