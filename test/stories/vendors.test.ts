import { once } from 'node:events'

import { expect, test } from 'vitest'

import { CONNECTORS } from '#connectors/registry.ts'
import { APART } from '#test/support/vendors/company.ts'

import { installed, type Ran } from './vendors.ts'

const MINUTES = 60_000
/** A table's rows as `first word → second word`. */
const results = ({ out }: Ran) =>
  new Map(
    [...out.matchAll(/^ {2}([a-z-]+\/[a-z-]+) +([a-z ]+?) {2,}/gm)].map(([, name, what]) => [
      name,
      what,
    ]),
  )
const HAD = CONNECTORS.filter(({ id }) => !APART.test(id))
const STREAMS = HAD.flatMap(({ id, streams }) =>
  streams.map((stream) => ({ name: `${id}/${stream.id}`, content: stream.content === true })),
)

test(
  'a clean store, every connector, one command each: connect, sync, status, ask, reconcile',
  { timeout: 4 * MINUTES },
  async () => {
    await using here = await installed({ days: 6 })
    expect(Object.keys(here.company.suppliers)).toEqual(HAD.map(({ id }) => id))
    const connected = await here.run(['connect', 'openai'])
    expect(connected.err).toBe('')
    expect(connected.code).toBe(0)
    expect(connected.out).toContain('ok       Usage, costs, users and the audit log can be read.')
    const consent = await here.run(['consent', 'chatgpt/messages'], 'chatgpt\n')
    expect(consent.out).toContain('Consent is noted.')

    const first = await here.run(['sync', '--since', '2026-11-15'])
    expect(Object.fromEntries(results(first))).toEqual(
      Object.fromEntries(
        STREAMS.filter(({ name }) => name !== 'chatgpt/codex-log').map(({ name }) => [
          name,
          'pulled',
        ]),
      ),
    )
    expect(first.out).toContain('6 days counted again.')
    expect(first.code).toBe(0)

    const status = await here.run(['status'])
    expect(status.out).toContain(`All ${STREAMS.length - 1} streams of 11 connectors collect as`)
    const ours = [...results(status)].filter(([name = '']) => !APART.test(name.split('/')[0] ?? ''))
    expect(ours.filter(([, state]) => state !== 'ok')).toEqual([['chatgpt/codex-log', 'off']])

    const tools = await here.run(['ask', 'by:tool 30d'])
    expect(tools.code).toBe(0)
    for (const tool of ['openai-api', 'claude-code', 'claude', 'github-copilot', 'cursor'])
      expect(tools.out).toMatch(new RegExp(`^  ${tool} +\\$`, 'm'))
    // Ada's two a day of the log with text, which comes first; Bo's 20 and Cyd's 10 of the analytics.
    const messages = await here.run(['ask', 'messages tool:chatgpt 30d'])
    expect(messages.out).toMatch(/^ {2}Messages +192$/m)
    const reconciled = await here.run(['ask', 'costs reconcile 30d'])
    // 6 × 0.0027 on six days against the price list's 6 × 0.003.
    expect(reconciled.out).toMatch(/^ {2}openai-api +\$0\.10 +\$0\.11 +-\$0\.01 +6$/m)

    const before = await here.run(['ask', 'by:tool 30d', '--json'])
    const again = await here.run(['sync', '--since', '2026-11-15', '--quiet'])
    expect(again.err).toBe('')
    expect(again.out).toContain('0 days counted again.')
    expect((await here.run(['ask', 'by:tool 30d', '--json'])).out).toBe(before.out)
  },
)

test(
  "one vendor's trouble stops no other, and the exit code says that not all came",
  { timeout: 3 * MINUTES },
  async () => {
    await using here = await installed({ days: 2, only: ['openai', 'openrouter', 'langfuse'] })
    await here.company.openrouter[Symbol.asyncDispose]()
    const { code, out, err } = await here.run(['sync', '--since', '2026-11-19', '--quiet'])
    expect(code).toBe(2)
    const failed = [...results({ code, out, err })].filter(([, what]) => what !== 'pulled')
    expect(failed).toEqual([['openrouter/activity', 'failed']])
    expect(err).toMatch(/^openrouter\/activity: OpenRouter could not be reached for GET /)
    const status = await here.run(['status'])
    expect(status.out).toContain('In trouble: OpenRouter / activity.')
  },
)

test(
  'a backfill that is killed goes on where it was: no day is missing, none counts twice',
  { timeout: 3 * MINUTES },
  async () => {
    await using here = await installed({ days: 70, only: ['codex'] })
    const [api] = here.company.chatgpt.servers
    if (!api) throw new Error('no server')
    const begins = (day: string) => Date.parse(`${day}T00:00:00Z`) / 1000
    const asked = () => api.requests.map(({ url }) => Number(url.searchParams.get('start_time')))
    // The second of three windows never comes.
    api.faults.push({ path: new RegExp(`start_time=${begins('2026-09-22')}`), answer: 'silence' })
    const killed = here.start(['sync', 'codex'])
    await expect.poll(asked, { timeout: MINUTES }).toContain(begins('2026-09-22'))
    killed.kill('SIGKILL')
    await once(killed, 'close')

    const made = asked().length
    const resumed = await here.run(['sync', 'codex'])
    expect(Object.fromEntries(results(resumed))).toEqual({ 'codex/usage': 'pulled' })
    expect(resumed.code).toBe(0)
    // What may still change, then the history that was not there yet.
    expect([...new Set(asked().slice(made))]).toEqual(
      ['2026-11-13', '2026-09-22', '2026-08-23'].map(begins),
    )
    const turns = await here.run(['ask', 'messages tool:codex 90d'])
    expect(turns.out).toContain((70 * 6 * 4).toLocaleString('en-US'))
  },
)
