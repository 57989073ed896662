import { expect, test } from 'vitest'

import { pseudonymizer } from '#connectors/pseudonym.ts'
import { KEY } from '#test/support/vendors/connector-call.ts'

import { eventsIn, house, refusedIn, request } from './house.ts'

const { asset } = pseudonymizer(KEY)
const hashed = (id: string) => asset(`litellm:agent:${id}`)

const AGENTS = [
  { agent_id: 'a1', agent_name: 'contracts', card: 'Contract helper', public: true },
  { agent_id: 'a2', agent_name: 'plans-of-ada', card: 'My secret plan' },
  { agent_id: 'a3', agent_name: 'travel\n desk', public: true },
  { agent_id: 'a4', agent_name: 'helper of ada@corp.test', public: true },
]

test('names come of agents on the AI Hub alone, and match the agent that requests name', async () => {
  await using gateway = await house({
    agents: AGENTS,
    spend: [request('r1', { agent_id: 'a1' })],
  })
  const pages = await gateway.pull('agents')
  expect(pages.flatMap(({ shared = [] }) => shared)).toEqual([
    { kind: 'agent', asset: hashed('a1'), name: 'Contract helper' },
    { kind: 'agent', asset: hashed('a3'), name: 'travel desk' },
  ])
  expect(refusedIn(pages)).toMatchObject([{ where: 'agents', count: 1 }])
  expect(JSON.stringify(pages)).not.toMatch(/secret|plans-of|corp\.test/)
  expect(eventsIn(await gateway.pull('logs'))).toMatchObject([{ asset: hashed('a1') }])
})

test('a proxy from before there were agents has no names to tell', async () => {
  await using gateway = await house({ agents: AGENTS, old: true })
  expect(await gateway.pull('agents')).toEqual([{ shared: [], refused: [] }])
})
