import { Writable } from 'node:stream'

import { expect, test } from 'vitest'

import { openLog } from '#main/log.ts'
import { redactionFor, settingsOf } from '#main/settings.ts'
import { ACME } from '#test/support/example-connector.ts'

const PEM = '-----BEGIN PRIVATE KEY-----\nabc"def\n-----END PRIVATE KEY-----'

function written(redact: (line: string) => string) {
  const lines: string[] = []
  const to = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk))
      done()
    },
  })
  return { lines, log: openLog('info', { redact, to }) }
}

test('no log line repeats a secret, wherever it came from and however it is escaped', () => {
  const environment = {
    ACME_KEY: `ak-${PEM}`,
    SLACK_BOT_TOKEN: 'xoxb-123-secret',
    DATABASE_URL: 'postgres://bot:hunter2@db.test/usage',
  }
  const { redact } = settingsOf(environment, [ACME])
  const { log, lines } = written(redact)
  log.warn({ message: `Bearer ak-${PEM}`, at: [environment.DATABASE_URL] }, 'said')
  log.error(
    { message: `https://x.test/?key=${encodeURIComponent(`ak-${PEM}`)}` },
    'xoxb-123-secret',
  )
  expect(lines.length).toBe(2)
  expect(lines.join('')).not.toMatch(/PRIVATE|hunter2|xoxb-123/)
  for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
})

test('what is said of settings that are wrong repeats no secret either', () => {
  const redact = redactionFor({ SLACK_BOT_TOKEN: 'not-a-bot-token', AI_USAGE_KEY: 'too-short' })
  expect(redact('failed with not-a-bot-token and too-short')).toBe(
    'failed with [secret] and [secret]',
  )
})
