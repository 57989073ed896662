import { once } from 'node:events'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { CONNECTORS } from '#connectors/registry.ts'
import { hasServer, newDatabase } from '#test/support/store.ts'

import { installed, openAiSaid, type Ran } from './vendors.ts'

const MINUTES = 60_000
/** A table's rows as `first word → second word`. */
const results = ({ out }: Ran) =>
  new Map(
    [...out.matchAll(/^ {2}([a-z0-9-]+\/[a-z-]+) +([a-z ]+?) {2,}/gm)].map(([, name, what]) => [
      name,
      what,
    ]),
  )
/** Rules for addresses are applied where they come in: there is nothing to pull. */
const PULLED = CONNECTORS.filter(({ streams }) => streams.length > 0)
const STREAMS = PULLED.flatMap(({ id, streams }) => streams.map((stream) => `${id}/${stream.id}`))
/** Streams that read text, and that nobody consented to. */
const OFF = PULLED.flatMap(({ id, streams }) =>
  streams.flatMap(({ id: stream, content }) => (content ? [`${id}/${stream}`] : [])),
).filter((name) => name !== 'chatgpt/messages')
const COLLECTING = new Set(
  STREAMS.filter((name) => !OFF.includes(name)).map((name) => name.split('/')[0]),
)
const DAY = '2026-11-20'

type Measured = {
  readonly measurements: readonly {
    readonly metric: string
    readonly now: number | null
    readonly by?: {
      readonly rows: readonly { readonly key: string; readonly now: number | null }[]
    }
    readonly coverage: { readonly tools: readonly string[]; readonly cannot: readonly string[] }
  }[]
}

describe('a clean store, and every connector there is', () => {
  let here: Awaited<ReturnType<typeof installed>>
  let first: Ran
  const ask = async (...text: readonly string[]) => {
    const { out, err, code } = await here.run(['ask', ...text])
    expect({ err, code }).toEqual({ err: '', code: 0 })
    return out
  }
  const measured = async (text: string) => {
    const { measurements } = JSON.parse(await ask(text, '--json')) as Measured
    return new Map(measurements.map((one) => [one.metric, one]))
  }

  beforeAll(async () => {
    // Thirty commands: on a server each starts in half the time. The others here are on the embedded store.
    here = await installed({ days: 6, database: hasServer() ? await newDatabase() : undefined })
    await here.run(['consent', 'chatgpt/messages'], 'chatgpt\n')
    first = await here.run(['sync', '--since', '2026-11-15'])
  }, 4 * MINUTES)
  afterAll(() => here[Symbol.asyncDispose]())

  test(
    'the company has every connector of the registry, and connects to it',
    { timeout: 4 * MINUTES },
    async () => {
      expect(Object.keys(here.company.suppliers).toSorted()).toEqual(
        CONNECTORS.map(({ id }) => id).toSorted(),
      )
      const connected = await here.run(['connect', 'openai'])
      expect(connected).toMatchObject({ err: '', code: 0 })
      expect(connected.out).toContain('ok       Usage, costs, users and the audit log can be read.')
    },
  )

  test('one command pulls them all; what reads text waits for consent', () => {
    expect(Object.fromEntries(results(first))).toEqual(
      Object.fromEntries(
        STREAMS.filter((name) => !OFF.includes(name)).map((name) => [name, 'pulled']),
      ),
    )
    expect(first.out).toContain('6 days counted again.')
    expect(first.code).toBe(0)
  })

  test('status says so, to the operator and in chat', { timeout: 4 * MINUTES }, async () => {
    const status = await here.run(['status'])
    const all = `All ${STREAMS.length - OFF.length} streams of ${COLLECTING.size} connectors collect as`
    expect(status.out).toContain(all)
    expect([...results(status)].filter(([, state]) => state !== 'ok')).toEqual(
      OFF.map((name) => [name, 'off']),
    )
    expect(await ask('status')).toContain(all)
  })

  test(
    'one answer over all tools, with what each of them cannot say',
    { timeout: 4 * MINUTES },
    async () => {
      const tools = await measured('by:tool 30d')
      const cannot = ['chatgpt', 'codex', 'gemini-workspace', 'm365-copilot']
      expect(tools.get('spend')?.coverage.cannot).toEqual(cannot)
      const spent = tools.get('spend')?.by?.rows.flatMap(({ key, now }) => (now ? [key] : []))
      expect(spent?.toSorted()).toEqual([
        'anthropic-api',
        'claude',
        'claude-code',
        'cursor',
        'github-copilot',
        'langfuse',
        'litellm',
        'openai-api',
        'openrouter',
      ])
      const answer = await ask('by:tool messages 30d')
      expect(answer).toContain(
        'Not reported: messages by anthropic-api, claude-code, openai-api and openrouter.',
      )
      const of = (tool: string) => new RegExp(`^ {2}${tool} +(\\d+) `, 'm').exec(answer)?.[1]
      // Ada's two a day of the log with text, which comes first; Bo's 20 and Cyd's 10 of the analytics.
      expect(of('chatgpt')).toBe('192')
      // On six days, of the people's 3 + 2 + 1: two prompts each in Word, one in Docs.
      expect([of('m365-copilot'), of('gemini-workspace')]).toEqual(['72', '36'])
      // GitHub knows Bo alone in this team, by her login: her 2 × 5 there, and what she does elsewhere.
      const builders = (await measured('by:tool messages group:builders 30d')).get('messages')
      const rows = new Map(builders?.by?.rows.map(({ key, now }) => [key, now]))
      expect([rows.get('github-copilot'), rows.get('m365-copilot')]).toEqual([60, 24])
    },
  )

  test('what bills say is held against estimates', { timeout: 4 * MINUTES }, async () => {
    // 6 × 0.0027 on six days against the price list's 6 × 0.003.
    expect(await ask('costs reconcile 30d')).toMatch(
      /^ {2}openai-api +\$0\.10 +\$0\.11 +−\$0\.01 +6$/m,
    )
  })

  test(
    'the numbers of a response are the numbers of the answer',
    { timeout: 4 * MINUTES },
    async () => {
      const { openai } = here.company
      const uses = await openAiSaid(openai, {
        path: '/v1/organization/usage/completions',
        day: DAY,
      })
      const bill = await openAiSaid(openai, { path: '/v1/organization/costs', day: DAY })
      const sum = (name: string) => uses.reduce((all, row) => all + Number(row[name]), 0)
      expect(uses).toHaveLength(3)
      expect(sum('input_tokens')).toBe(6000)
      const answered = await measured(`tool:openai-api ${DAY}`)
      const now = (metric: string) => answered.get(metric)?.now
      // OpenAI counts cached tokens within its input; we keep the two apart.
      expect(now('input_tokens')).toBe(sum('input_tokens') - sum('input_cached_tokens'))
      expect(now('cache_read_tokens')).toBe(sum('input_cached_tokens'))
      expect(now('output_tokens')).toBe(sum('output_tokens'))
      expect(now('active_people')).toBe(new Set(uses.map((row) => row['user_id'])).size)
      const dollars = bill.map((row) => Number((row['amount'] as { value: unknown }).value))
      expect(now('spend')).toBe(Math.round(dollars.reduce((all, one) => all + one * 1e6, 0)))
    },
  )

  test(
    'who is who is mended by hand, seen before it is done, and taken back',
    { timeout: 4 * MINUTES },
    async () => {
      const unmatched = await here.run(['people', 'unmatched'])
      expect(unmatched.out).toContain('1 account in no team has cost $0.06 so far.')
      const join = ['people', 'join', 'cyd@corp.test', 'cyd-gh']
      const preview = await here.run(join)
      expect(preview.out).toMatch(/^ {2}no team +Legal +30 +\$0\.06 +6$/m)
      expect(preview.out).toContain('Nothing was changed.')
      const teams = async () =>
        (await measured('by:team tool:github-copilot 30d'))
          .get('spend')
          ?.by?.rows.map(({ key, now }) => [key, now])
      const apart = [
        ['Sales/EMEA', 180_000],
        ['Engineering/Platform', 120_000],
        [null, 60_000],
      ]
      const done = await here.run([...join, '--yes'])
      expect(done.out).toContain('30 requests and $0.06 changed hands')
      expect(await teams()).toEqual([...apart.slice(0, 2), ['Legal', 60_000]])
      const [, link = ''] = /people undo (\d+)/.exec(done.out) ?? []
      await here.run(['people', 'undo', link, '--yes'])
      expect(await teams()).toEqual(apart)
    },
  )

  test('pulled again, nothing changes', { timeout: 4 * MINUTES }, async () => {
    const before = await ask('by:tool 30d', '--json')
    const again = await here.run(['sync', '--since', '2026-11-15', '--quiet'])
    expect(again.err).toBe('')
    expect(again.out).toContain('0 days counted again.')
    expect(await ask('by:tool 30d', '--json')).toBe(before)
  })
})

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
    let said = ''
    killed.stderr.on('data', (text: Buffer) => (said += text.toString()))
    await expect.poll(asked, { timeout: 4 * MINUTES }).toContain(begins('2026-09-22'))
    // It is asked for while the first is being stored.
    await expect.poll(() => said, { timeout: MINUTES }).toContain('codex/usage 33 %')
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
