import type { Call, Checked, Connector } from '#collect.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { WORKSPACE_ID } from '#connectors/chatgpt/client.ts'

import { CODEX_KEY, codexPage, usageStream } from './usage.ts'

async function check(call: Call): Promise<readonly Checked[]> {
  const day = lastWholeDay(call.now())
  await codexPage({ from: day, to: day }, call, { limit: 1 })
  return [{ level: 'ok', says: 'Codex usage of the workspace can be read.' }]
}

/** Codex in ChatGPT Enterprise: the workspace's own analytics. */
export const codex: Connector = {
  id: 'codex',
  title: 'Codex Enterprise analytics',
  recipe: {
    steps: [
      'Make a key on platform.openai.com with the scope codex.enterprise.analytics.read.',
      `Put the key in ${CODEX_KEY} and the workspace's id in ${WORKSPACE_ID}.`,
    ],
    keyCould: "With that scope alone the key reads Codex' numbers and nothing else.",
    weOnly: 'We read threads, turns, tokens and credits by person and day.',
    cannotSee: [
      'Prompt length: no text is reported.',
      'Which model used which tokens, where a person used several in one day.',
      'Use with an API key instead of a ChatGPT seat: OpenAI API has it.',
      'More than 90 days back.',
    ],
    url: 'https://developers.openai.com/codex/enterprise/governance',
  },
  settings: [
    {
      name: CODEX_KEY,
      says: 'Platform key with the scope codex.enterprise.analytics.read.',
      secret: true,
      needed: true,
      form: { pattern: /^sk-\S+$/, says: 'It starts with sk-.' },
    },
    { name: WORKSPACE_ID, says: 'Id of the ChatGPT workspace.', secret: false, needed: true },
  ],
  egress: [
    {
      host: 'api.chatgpt.com',
      method: 'GET',
      path: '/v1/analytics/codex/workspaces/{workspace}/usage',
    },
  ],
  streams: [usageStream],
  check,
}
