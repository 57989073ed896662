import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'

import { expect, test } from 'vitest'

import type { Doors, House } from '#cli/doors.ts'
import type { Chart } from '#core/chart/chart.ts'
import { UserError } from '#core/errors.ts'
import type { Answer, AskRequest } from '#ports.ts'
import { folder } from '#test/connectors/files.ts'

import { doorsTo, noBooks, noConnectors, typed } from './house.ts'

const chart: Chart = {
  kind: 'lines',
  title: 'Spend',
  subtitle: '',
  footer: '',
  alt: 'Spend rose.',
  unit: 'usd_micros',
  grain: 'day',
  now: [],
  before: [],
}
const answered: Answer = {
  outcome: 'answered',
  message: { title: 'Engineering', summary: 'Spend rose.', parts: [{ kind: 'chart', chart }] },
  report: { command: 'team:eng 30d' },
}

const notHere = () => Promise.reject(new Error('not here'))

/** A house that gives one answer and remembers what it was asked. */
function houseThat(answer: Answer) {
  const asked: AskRequest[] = []
  const house: House = {
    importFiles: () => Promise.reject(new Error('not here')),
    imports: () => Promise.reject(new Error('the store is down')),
    retention: notHere,
    privacy: { export: notHere, forget: notHere, remember: notHere },
    keyRotation: { begin: notHere, status: notHere, finish: notHere },
    precedence: () => Promise.reject(new Error('not here')),
    setPrecedence: () => Promise.reject(new Error('not here')),
    undo: () => Promise.reject(new UserError('Batch 3 is covered by batch 4', 'Undo 4 first.')),
    viewer: (id) =>
      Promise.resolve({
        kind: 'member',
        platform: 'slack',
        workspace: 'T1',
        id,
        standing: 'unknown',
        admin: false,
      }),
    ask: (request) => {
      asked.push(request)
      return Promise.resolve(answer)
    },
    policy: {
      inForce: () => Promise.reject(new Error('not here')),
      apply: () => Promise.reject(new Error('not here')),
    },
    approvals: {
      waiting: () => Promise.resolve([]),
      decide: () => Promise.reject(new Error('not here')),
    },
    audit: {
      list: () => Promise.reject(new Error('not here')),
      lines: () => Readable.from([]),
      verify: () => Promise.reject(new Error('not here')),
      prune: () => Promise.reject(new Error('not here')),
      evidence: () => Promise.resolve(),
      lastBefore: () => Promise.reject(new Error('not here')),
    },
    draw: () => Promise.resolve({ bytes: Uint8Array.of(137, 80), width: 1, height: 1 }),
    collect: noConnectors,
    lock: () => Promise.reject(new Error('not here')),
    unlock: () => Promise.reject(new Error('not here')),
    locked: () => Promise.resolve(undefined),
    ...noBooks,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return { asked, house }
}

test('ask prints the answer as text, asked by the operator', async () => {
  const { asked, house } = houseThat(answered)
  expect(await typed(['ask', 'team:eng 30d'], doorsTo(house))).toEqual({
    code: 0,
    out: 'Engineering\n\nSpend rose.\n\nChart: Spend rose.\n',
    err: '',
  })
  expect(asked).toEqual([{ text: 'team:eng 30d', viewer: { kind: 'operator' }, place: 'terminal' }])
})

test('ask --as asks as that person', async () => {
  const { asked, house } = houseThat(answered)
  await typed(['ask', 'team:eng', '30d', '--as', 'U123'], doorsTo(house))
  expect(asked).toMatchObject([{ text: 'team:eng 30d', viewer: { kind: 'member', id: 'U123' } }])
})

test('ask --json prints the report and nothing else', async () => {
  const { house } = houseThat(answered)
  expect(await typed(['ask', 'team:eng 30d', '--json'], doorsTo(house))).toEqual({
    code: 0,
    out: '{"command":"team:eng 30d"}\n',
    err: '',
  })
})

test('ask --chart draws into a file beside the caller', async () => {
  await using here = await folder()
  const { house } = houseThat(answered)
  const { code } = await typed(['ask', '--chart', 'eng.png'], doorsTo(house), { cwd: here.path })
  expect(code).toBe(0)
  expect([...readFileSync(join(here.path, 'eng.png'))]).toEqual([137, 80])
})

test('ask --chart without a chart prints the answer, and ends as a mistake: no file was written', async () => {
  await using here = await folder()
  const { house } = houseThat({
    ...answered,
    message: { title: 'Engineering', summary: 'Nobody used anything.', parts: [] },
  })
  const typing = ['ask', '--chart', 'eng.png']
  const { code, out, err } = await typed(typing, doorsTo(house), { cwd: here.path })
  expect(code).toBe(2)
  expect(out).toContain('Nobody used anything.')
  expect(err).toMatch(/^The answer has no chart, so eng\.png was not written\n/)
  expect(readdirSync(here.path)).toEqual([])
})

test.each([
  ['misread', 2],
  ['refused', 2],
  ['failed', 1],
] as const)('an answer that is %s ends with %i, told on standard error', async (outcome, code) => {
  const message = { title: 'Sorry', summary: 'Not that.', parts: [] }
  const { house } = houseThat({ outcome, message })
  expect(await typed(['ask', 'x', '--json'], doorsTo(house))).toEqual({
    code,
    out: '',
    err: 'Sorry\n\nNot that.\n',
  })
})

test.each([
  [['imports', 'undo', '3'], 2, 'Batch 3 is covered by batch 4\nUndo 4 first.\n'],
  [['imports', 'list'], 1, 'AI Usage failed: the store is down\n'],
  [
    ['ask', '--chart', 'eng.jpg'],
    2,
    "--chart 'eng.jpg' is not a PNG\nName a file that ends in .png.\n",
  ],
  [
    ['ask', '--now', 'noon'],
    2,
    "--now 'noon' is not a time\nWrite it like 2026-11-21T12:00:00Z.\n",
  ],
  [['demo', '--port', 'x'], 2, "--port 'x' is not a port\nWrite a number from 0 to 65535.\n"],
  [['bogus'], 2, "'bogus' is not a command\nSee: ai-usage help\n"],
])('%j ends with %i and says why', async (argv, code, err) => {
  expect(await typed(argv, doorsTo(houseThat(answered).house))).toEqual({ code, out: '', err })
})

test('a command goes to the bot that is running, and the store stays closed here', async () => {
  const doors: Doors = doorsTo(houseThat(answered).house, {
    forward: (argv, io) => {
      io.out(`forwarded ${argv.join(' ')}\n`)
      return Promise.resolve(0)
    },
    openHouse: () => Promise.reject(new Error('opened twice')),
  })
  expect(await typed(['ask', '30d'], doors)).toEqual({
    code: 0,
    out: 'forwarded ask 30d\n',
    err: '',
  })
})

test('the clock of --now reaches the house, and demo its port', async () => {
  const seen: unknown[] = []
  const { house } = houseThat(answered)
  const doors = doorsTo(house, {
    openHouse: (options) => {
      seen.push(options)
      return Promise.resolve(house)
    },
    startDemo: (_io, options) => {
      seen.push(options)
      return Promise.resolve()
    },
  })
  const now = '2026-11-21T12:00:00Z'
  await typed(['ask', '30d', '--now', now], doors)
  await typed(['demo', '--now', now, '--port', '8080'], doors)
  expect(seen).toEqual([{ now: Date.parse(now) }, { now: Date.parse(now), port: 8080 }])
})

test('the version is printed', async () => {
  expect((await typed(['--version'], doorsTo(houseThat(answered).house))).out).toBe('0.0.0-test\n')
})
