/**
 * What collecting does, to be read: a clean store, every connector against its vendor's local server, and
 * the program's own commands, each a process of its own, as an operator would type them.
 *
 *   node bench/collect.ts
 *
 * To type them yourself, see bench/vendors.ts.
 */
import { installed, openAiSaid } from '#test/stories/vendors.ts'

const DAY = '2026-11-20'
await using here = await installed({ days: 30 })

const show = async (says: string, argv: readonly string[], typed = '') => {
  const shown = argv.map((word) => (word.includes(' ') ? `'${word}'` : word)).join(' ')
  const { out, err } = await here.run(argv, typed)
  console.log(`# ${says}\n\n$ ai-usage ${shown}\n${out}${err}`)
  return out
}

const yes = 'chatgpt\n'
await show('A source is connected and tested', ['connect', 'openai'])
await show('Text is read only after a typed consent', ['consent', 'chatgpt/messages'], yes)
await show('Every connector is pulled', ['sync', '--since', '2026-10-22', '--quiet'])
await show('How far, how late', ['status'])
await show('The same in chat: /ai-usage status', ['ask', 'status'])
await show('One answer over all tools: /ai-usage by:tool 30d', ['ask', 'by:tool 30d'])
await show('Bills against estimates: /ai-usage costs reconcile 30d', ['ask', 'costs reconcile 30d'])
await show('An account nobody knows', ['people', 'unmatched'])
const join = ['people', 'join', 'cyd@corp.test', 'cyd-gh']
await show('What giving it to her would move', join)
const done = await show('It is given', [...join, '--yes'])
await show('Her team has it', ['ask', 'by:team tool:github-copilot 30d'])
const [, link = ''] = /people undo (\d+)/.exec(done) ?? []
await show('And it is taken back', ['people', 'undo', link, '--yes'])

console.log(`# From response to answer: what OpenAI's API said of ${DAY}\n`)
const path = '/v1/organization/usage/completions'
for (const [at, row] of (await openAiSaid(here.company.openai, { path, day: DAY })).entries())
  console.log(`${at === 0 ? `GET ${path}\n` : ''}${JSON.stringify(row)}`)
await show('… its input less what was cached, and what we answer', [
  'ask',
  `tokens tool:openai-api ${DAY}`,
])
await show('Pulled again, nothing changes', ['sync', '--since', '2026-10-22', '--quiet'])
