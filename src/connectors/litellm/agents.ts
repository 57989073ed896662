import { z } from 'zod'

import type { SharedAsset, SnapshotStream } from '#collect.ts'
import { isAnswer } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { publicName } from '#connectors/public-name.ts'

import { agentOf } from './caller.ts'
import { proxyOf } from './client.ts'

const text = z.string().nullish().catch(null)

/** Of an agent's card only its name is read: its address and what it may do are not ours. */
const agent = z.object({
  agent_id: z.string().min(1),
  agent_name: text,
  agent_card_params: z.object({ name: text }).nullish().catch(null),
  litellm_params: z.object({ is_public: z.boolean().nullish() }).nullish().catch(null),
})

/**
 * Agents that an admin put on the AI Hub, for everyone of the company to find. The names of all others
 * are not kept.
 */
export const agents: SnapshotStream = {
  how: 'snapshot',
  id: 'agents',
  says: 'The names of the agents that are public on the AI Hub.',
  source: 'litellm-agents',
  tools: [],
  historyDays: null,
  everyMinutes: 720,
  async *pull(call) {
    const refused = refusals()
    const shared: SharedAsset[] = []
    for (const raw of await listed(proxyOf(call))) {
      const read = agent.safeParse(raw)
      if (!read.success) {
        refused.add('agents', 'has no id')
        continue
      }
      const { agent_id, agent_name, agent_card_params, litellm_params } = read.data
      if (litellm_params?.is_public !== true) continue
      const name = publicName(agent_card_params?.name ?? agent_name)
      if (name === undefined) refused.add('agents', 'has no name, or an address in it')
      else shared.push({ kind: 'agent', asset: agentOf(agent_id, call.pseudonyms), name })
    }
    yield { shared, refused: refused.take() }
  },
}

/** A proxy from before there were agents has none. */
async function listed(proxy: ReturnType<typeof proxyOf>): Promise<readonly unknown[]> {
  try {
    return (await proxy.ask({ call: 'GET /v1/agents' }, z.array(z.unknown()))).body
  } catch (error) {
    if (isAnswer(error, 404)) return []
    throw error
  }
}
