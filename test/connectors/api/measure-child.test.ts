import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { measured } from '#connectors/api/measure-child.ts'
import { lengthOf, microsOrUndefined } from '#connectors/api/measured.ts'
import { UserError } from '#core/errors.ts'

const CANARY = 'the merger with Contoso is on Friday'
const DOOR = { title: 'Vendor', keyFix: 'Make a key.', rightFix: 'Give it the right.' }
const PRYING = new URL('./prying-measurer.ts', import.meta.url)

async function measure(text: string, over: { sha256?: string; measurer?: URL } = {}) {
  const found = []
  const pages = measured(new Blob([text]).stream(), {
    measurer: PRYING,
    door: DOOR,
    call: 'GET /file',
    now: () => 0,
    signal: AbortSignal.timeout(20_000),
    ...over,
  })
  for await (const page of pages) found.push(page)
  return found
}

const trying = (attempt: string) => `${JSON.stringify({ attempt, text: CANARY })}\n`
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as Error,
  )

describe('what reads text', () => {
  test.each(['write', 'spawn', 'inspect', 'thread', 'environment', 'dump'])(
    'cannot carry it out by %s',
    async (attempt) => {
      const [page] = await measure(trying(attempt))
      expect(page?.rows[0]?.promptCharacters).toBe(0)
      expect(existsSync('/tmp/ai-usage-leak.txt')).toBe(false)
    },
  )

  test.each(['model', 'field'])('cannot say it as a %s', async (attempt) => {
    const error = await failure(measure(trying(attempt)))
    expect(error?.message).toBe('the measuring process said what it may not')
  })

  test('fails without quoting it', async () => {
    const error = await failure(measure(trying('throw')))
    expect(error?.message).toBe('the measuring process failed')
    expect(String(error?.stack)).not.toContain('Contoso')
  })
})

describe('a file that is not whole', () => {
  const line = trying('none')
  test.each([
    ['ends within a line', line + line.slice(0, 20), undefined],
    [
      'lost its last lines',
      line,
      createHash('sha256')
        .update(line + line)
        .digest('hex'),
    ],
  ])('%s: refused, naming the call', async (_, text, sha256) => {
    const error = await failure(measure(text, sha256 === undefined ? {} : { sha256 }))
    expect(error).toBeInstanceOf(UserError)
    expect(error?.message).toContain('Vendor answered GET /file with a file that is cut off')
  })

  test('is HTML', async () => {
    expect((await failure(measure('<html>Sign in</html>\n')))?.message).toContain('with HTML')
  })

  test('has a line that is no JSON: counted, the rest stands', async () => {
    const pages = await measure(`${line}${CANARY}\n${line}`)
    expect(pages.flatMap(({ rows }) => rows)).toHaveLength(2)
    expect(pages.at(-1)?.refused).toBe(1)
  })
})

test.each([
  ['', 0],
  ['abc', 3],
  ['né', 2],
  ['a😀b', 3],
  ['日本語', 3],
])('%j has %i characters', (text, length) => {
  expect(lengthOf(text)).toBe(length)
})

test.each([
  ['2026-11-20T09:15:00Z', 1_795_166_100_000_000],
  ['2026-11-20T10:15:00.1234567+01:00', 1_795_166_100_123_456],
  [1_795_166_100.5, 1_795_166_100_500_000],
  ['2026-11-20', undefined],
  ['2026-11-20T09:15:00', undefined],
  ['2026-13-20T09:15:00Z', undefined],
  [1_795_166_100_000, undefined],
  [null, undefined],
])('%j is %j microseconds', (time, micros) => {
  expect(microsOrUndefined(time)).toBe(micros)
})
