import { spawn } from 'node:child_process'

import { describe, expect, test } from 'vitest'

import { CONNECTORS } from '#connectors/registry.ts'
import { partsOf } from '#main/parts.ts'
import { settingsOf } from '#main/settings.ts'
import { folder } from '#test/connectors/files.ts'
import { ACME } from '#test/support/example-connector.ts'
import { ACME_KEY } from '#test/support/vendors/acme.ts'

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1-a', SLACK_SIGNING_SECRET: 'a'.repeat(32) }
const parts = (environment: Readonly<Record<string, string>>, only?: 'chat' | 'collect') =>
  partsOf(settingsOf(environment, [ACME]), only)

test('a chat that holds no key of a connector talks and collects nothing', () => {
  expect(parts({ ...SLACK, AI_USAGE_OTLP_TOKEN: 'a'.repeat(16) }, 'chat')).toMatchObject({
    talks: { botToken: 'xoxb-1-a' },
    collects: false,
  })
})

test('a collector opens no Slack, also with Slack’s tokens', () => {
  expect(parts({ ...SLACK, ACME_KEY }, 'collect')).toEqual({
    talks: undefined,
    collects: true,
    forwards: false,
  })
})

test('without --only both run', () => {
  expect(parts({ ...SLACK, ACME_KEY })).toMatchObject({ talks: {}, collects: true })
})

const SIEM = {
  AI_USAGE_SIEM_1: 'https://siem.corp.example/in',
  AI_USAGE_SIEM_1_SECRET: 'do not show me to anyone',
}

test('forwarding to a SIEM is a part of collecting, and its secret is nothing for a chat', () => {
  expect(parts({ ...SLACK, ...SIEM }, 'collect')).toMatchObject({
    talks: undefined,
    forwards: true,
  })
  expect(parts(SIEM)).toMatchObject({ collects: false, forwards: true })
  const chat = () => parts({ ...SLACK, ...SIEM }, 'chat')
  expect(chat).toThrow('here are AI_USAGE_SIEM_1_SECRET')
  expect(chat).not.toThrow('do not show me')
})

test('what would do nothing is refused', () => {
  expect(() => parts({ ACME_KEY: '' }, 'collect')).toThrow('Nothing is set up to be collected')
  expect(() => parts({}, 'chat')).toThrow('Slack is not set up')
})

describe('the chat starts with no key of any connector there is', () => {
  const every = CONNECTORS.flatMap(({ settings }) => settings)
  test.each([...new Set(every.filter(({ secret }) => secret).map(({ name }) => name))])(
    '%s is refused',
    (key) => {
      const setting = (name: string) => (name === key ? 'do not show me' : undefined)
      const setUps = CONNECTORS.map((connector) => ({ connector, missing: [], setting }))
      const chat = () => partsOf({ ...settingsOf(SLACK, []), setUps }, 'chat')
      expect(chat).toThrow(`here are ${key}`)
      expect(chat).not.toThrow('do not show me')
    },
  )

  test('what is called a key, a token or a password is a secret', () => {
    const open = every.filter(({ secret }) => !secret).map(({ name }) => name)
    expect(open.filter((name) => /KEY|TOKEN|SECRET|PASSWORD/.test(name))).toEqual([
      // The half that Langfuse calls public.
      'LANGFUSE_PUBLIC_KEY',
    ])
  })
})

/** Runs the program; resolves when it ended, or was told to once it said `until`. */
function started(
  argv: readonly string[],
  {
    env,
    until = /$^/,
    meanwhile,
  }: {
    readonly env: Readonly<Record<string, string>>
    readonly until?: RegExp
    readonly meanwhile?: (said: string) => Promise<void>
  },
) {
  const child = spawn(process.execPath, ['bin/ai-usage.mjs', 'start', ...argv], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  })
  return new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    let said = ''
    let told = false
    const hear = (chunk: Buffer) => {
      said += String(chunk)
      // A second signal would end it at once.
      if (!until.test(said) || told) return
      told = true
      void Promise.resolve(meanwhile?.(said))
        .catch(reject)
        .finally(() => child.kill('SIGTERM'))
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('close', (code) => resolve({ code, said }))
  })
}

test('a chat with keys in its environment does not start, and names them without their values', async () => {
  await using here = await folder()
  const keys = {
    OPENAI_ADMIN_KEY: 'sk-admin-do-not-show-me',
    CURSOR_ADMIN_KEY: 'key_do_not_show_me',
  }
  const { code, said } = await started(['--only', 'chat'], {
    env: { ...SLACK, ...keys, AI_USAGE_DATA: `${here.path}/data` },
  })
  expect(code).toBe(2)
  expect(said).toMatch(/OPENAI_ADMIN_KEY, CURSOR_ADMIN_KEY\n.*--only collect/)
  expect(said).not.toMatch(/do.not.show/)
}, 60_000)

test('a collector with Slack’s tokens starts without asking Slack anything, and says how it fares', async () => {
  await using here = await folder()
  let faring = ''
  const { code, said } = await started(['--only', 'collect'], {
    env: {
      ...SLACK,
      AI_USAGE_DATA: `${here.path}/data`,
      AI_USAGE_OTLP_TOKEN: 'a'.repeat(32),
      AI_USAGE_OTLP_PORT: '0',
      AI_USAGE_METRICS_TOKEN: 'b'.repeat(32),
      AI_USAGE_METRICS_PORT: '0',
    },
    until: /Metrics are at \S+\n/,
    meanwhile: async (heard) => {
      const [, url = ''] = /Metrics are at (\S+)\.\n/.exec(heard) ?? []
      const headers = { authorization: `Bearer ${'b'.repeat(32)}` }
      faring = await (await fetch(url, { headers })).text()
    },
  })
  expect(said).toContain('Receiving OTLP at ')
  expect(faring).toContain('ai_usage_outbox_waiting 0')
  expect(faring).toContain('ai_usage_alerts_open{state="firing",severity="critical"} 0')
  expect(said).toContain('Collecting only: Slack is not opened here.')
  expect(said).not.toMatch(/Listening to Slack|Slack cannot be reached/)
  expect(code).toBe(0)
}, 60_000)

test('another part than there is is refused', async () => {
  const { code, said } = await started(['--only', 'everything'], { env: {} })
  expect([code, said]).toEqual([
    2,
    "--only 'everything' is no part of the bot\nWrite chat or collect.\n",
  ])
}, 60_000)
