import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { folder } from '#test/connectors/files.ts'
import { openMemoryStore } from '#test/support/store.ts'

import { all, doorsTo, everything, houseOf, typed } from './house.ts'

const HEADER = 'time,person,tool,model,input_tokens,output_tokens'
const line = (n: number, day = '2026-11-10') =>
  `${day}T09:${String(n % 60).padStart(2, '0')}:00Z,p${n % 7}@example.com,chatgpt,gpt-4o,1000,100`
const csv = (lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`
const many = (count: number, day?: string) => Array.from({ length: count }, (_, n) => line(n, day))

async function started() {
  const store = await openMemoryStore()
  const here = await folder()
  const doors = doorsTo(houseOf(store))
  return {
    store,
    here,
    run: (...argv: readonly string[]) => typed(argv, doors, { cwd: here.path }),
    events: async () =>
      Number((await all<{ n: unknown }>(store, 'select count(*) as n from usage_event'))[0]?.n),
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('the documented example imports the Azure trace, to the last token', async () => {
  await using house = await started()
  const docs = readFileSync('docs/import.md', 'utf8')
  const example = /<!-- example:azure -->\n```sh\nnpm run -s ai-usage -- ([^`]*)```/.exec(docs)?.[1]
  const argv = (example ?? '').replaceAll('\\\n', ' ').trim().split(/\s+/)
  const { code, out, err } = await typed(argv, doorsTo(houseOf(house.store)))
  expect({ code, out, err }).toMatchObject({
    code: 0,
    out: expect.stringContaining('Imported 8,819 lines of 2023-11-16 as batch 1.'),
  })
  const trace = readFileSync(argv.at(-1) ?? '', 'utf8')
    .trim()
    .split(/\r?\n/)
    .slice(1)
  const sum = (column: number) =>
    trace.reduce((all, row) => all + Number(row.split(',')[column]), 0)
  const [counted] = await all<Record<string, unknown>>(
    house.store,
    `select sum(messages) as messages, sum(input_tokens) as input, sum(output_tokens) as output,
      count(distinct account_id) as people from usage_daily`,
  )
  expect(Object.values(counted ?? {}).map(Number)).toEqual([8819, sum(1), sum(2), 40])
})

test('the same file again changes nothing; a corrected one replaces its days', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(50)))
  expect((await house.run('import', 'usage', 'a.csv')).out).toContain(
    'Imported 50 lines of 2026-11-10',
  )
  const again = await house.run('import', 'usage', 'a.csv')
  expect(again).toMatchObject({
    code: 0,
    out: expect.stringContaining('Nothing changed: 50 lines'),
  })
  await house.here.file('b.csv', csv(many(49)))
  expect((await house.run('import', 'usage', 'b.csv')).code).toBe(0)
  expect(await house.events()).toBe(49)
})

test('a day that would lose more than a fifth of its lines needs a yes', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(50)))
  await house.run('import', 'usage', 'a.csv')
  await house.here.file('b.csv', csv(many(20)))
  const held = await house.run('import', 'usage', 'b.csv')
  expect(held).toMatchObject({ code: 2, out: '' })
  expect(held.err).toContain('2026-11-10  chatgpt: 50 → 20')
  expect(await house.events()).toBe(50)
  expect((await house.run('import', 'usage', 'b.csv', '--yes')).code).toBe(0)
  expect(await house.events()).toBe(20)
})

test('a dry run says what would happen and writes nothing', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(50)))
  const before = await everything(house.store)
  const { code, out } = await house.run('import', 'usage', 'a.csv', '--dry-run')
  expect({ code, out }).toMatchObject({
    code: 0,
    out: expect.stringContaining('Would import 50 lines of 2026-11-10; nothing was written.'),
  })
  const rows = await all<{ outcome: string }>(house.store, 'select outcome from audit')
  expect(rows).toEqual([{ outcome: 'answered' }])
  await house.store.db.execute('delete from audit')
  await house.store.db.execute(`update audit_head set seq = 0, hash = repeat('0', 64)`)
  expect(await everything(house.store)).toBe(before)
})

test('good rows land and bad ones are told; with --strict none lands', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv([line(1), line(2).replace('1000', 'many'), line(3)]))
  const strict = await house.run('import', 'usage', 'a.csv', '--strict')
  expect(strict).toMatchObject({ code: 2, out: '' })
  expect(strict.err).toContain("a.csv:3: input_tokens 'many' is not a whole number in range.")
  expect(strict.err).toContain('1 row refused; nothing was imported, as --strict says.')
  expect(await house.events()).toBe(0)
  const lenient = await house.run('import', 'usage', 'a.csv')
  expect(lenient).toMatchObject({ code: 2, out: expect.stringContaining('Imported 2 lines') })
  expect(await house.events()).toBe(2)
})

test('of many bad rows twenty are shown and the rest counted', async () => {
  await using house = await started()
  const bad = many(1500).map((row) => row.replace('chatgpt', '?!'))
  await house.here.file('a.csv', csv([...bad, line(1)]))
  const { err } = await house.run('import', 'usage', 'a.csv')
  expect(err.match(/is not a tool name/g)).toHaveLength(20)
  expect(err).toContain('… and 1,480 more.\n1,500 rows refused; the others stand.')
})

test('one content under two names in one command is refused', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(5)))
  await house.here.file('b.csv', csv(many(5)))
  const { code, err } = await house.run('import', 'usage', 'a.csv', 'b.csv')
  expect({ code, err }).toMatchObject({
    code: 2,
    err: expect.stringContaining('hold the same lines'),
  })
  expect(await house.events()).toBe(0)
})

test('imports are listed and taken back', async () => {
  await using house = await started()
  expect((await house.run('imports', 'list')).out).toBe('Nothing was imported yet.\n')
  await house.here.file('a.csv', csv([...many(5), ...many(5, '2026-11-11')]))
  await house.run('import', 'usage', 'a.csv')
  expect((await house.run('imports', 'list')).out).toMatch(
    /Batch {2}At .*\n {4}1 {2}2026-11-21 12:00 {2}usage +10 {2}2026-11-10 to 2026-11-11 {2}applied {2}a\.csv\n/,
  )
  expect(await house.run('imports', 'undo', '1')).toMatchObject({
    code: 0,
    out: 'Batch 1 is undone: 2 days counted again.\n',
  })
  expect(await house.events()).toBe(0)
  expect((await house.run('imports', 'undo', '99')).code).toBe(2)
  expect((await house.run('imports', 'undo', 'x')).err).toContain("'x' is not a batch")
})

test('directory, Copilot reports and seats land, and a login meets its address', async () => {
  await using house = await started()
  await house.here.file(
    'people.csv',
    'person,team,aliases\nada@example.com,Engineering/Web,login1\n',
  )
  const fixtures = `${process.cwd()}/test/fixtures/github-copilot`
  const people = await house.run('import', 'directory', 'people.csv')
  expect(people.out).toContain('1 people in')
  const report = await house.run(
    'import',
    'github-copilot',
    `${fixtures}/users-1-day.example.ndjson`,
  )
  expect(report).toMatchObject({ code: 0, out: expect.stringContaining('of 2025-10-01') })
  const seats = await house.run('import', 'github-copilot', `${fixtures}/copilot-seats-list.json`)
  expect(seats.out).toContain('2 seats assigned in 2 pools.')
  await house.here.file('seats.csv', 'tool,plan,person,purchased\nchatgpt,team,,50\n')
  expect((await house.run('import', 'seats', 'seats.csv')).code).toBe(0)
  const homes = await all<{ path: string; messages: unknown }>(
    house.store,
    `select path, sum(messages) as messages from usage_daily d join org_unit u using (unit_id) group by path`,
  )
  expect(homes.map(({ path, messages }) => [path, Number(messages)])).toEqual([
    ['Engineering/Web', 1],
  ])
})

test('no identifier reaches the store, nor the audit trail', async () => {
  await using house = await started()
  await house.here.file(
    'a.ndjson',
    JSON.stringify({
      time: '2026-11-10T09:00:00Z',
      person: 'ada@example.com',
      tool: 'chatgpt',
      session: 'conversation-of-ada',
      asset: 'adas-bot',
      asset_kind: 'agent',
      run: 'adas-run',
      id: 'ada-0001',
    }),
  )
  await house.here.file(
    'people.csv',
    'person,team,aliases,manager\nada@example.com,Sales,ada-l,grace@example.com\n',
  )
  expect((await house.run('import', 'usage', 'a.ndjson')).code).toBe(0)
  expect((await house.run('import', 'directory', 'people.csv')).code).toBe(0)
  const stored = await everything(house.store)
  expect(stored).toContain('Sales')
  expect(stored).not.toMatch(/ada|grace|example\.com/i)
})

test('progress is one line on a terminal, a line per quarter elsewhere, and none with --quiet', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(20_000)))
  const doors = doorsTo(houseOf(house.store))
  const at = (tty: boolean, ...flags: readonly string[]) =>
    typed(['import', 'usage', 'a.csv', '--dry-run', ...flags], doors, { tty, cwd: house.here.path })
  expect((await at(false)).err).toMatch(
    /^Reading 100 %, 20,000 rows\n$|^(Reading \d+ %, [\d,]+ rows\n)+$/,
  )
  expect((await at(true)).err.replaceAll('\r\u001b[2K', '<')).toMatch(
    /^(<Reading \d+ %, [\d,]+ rows)+<$/,
  )
  expect((await at(false, '--quiet')).err).toBe('')
})

test('days stay cut in the zone of the first import, and another one is refused', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv([line(1)]))
  await house.run('import', 'usage', 'a.csv')
  await house.here.file('b.csv', csv([line(1, '2026-11-12').replace('T09:', 'T23:')]))
  const berlin = doorsTo(houseOf(house.store, 'Europe/Berlin'))
  const refused = await typed(['import', 'usage', 'b.csv'], berlin, { cwd: house.here.path })
  expect(refused).toMatchObject({ code: 2, out: '' })
  expect(refused.err).toContain('Set AI_USAGE_TIME_ZONE=UTC')
  expect((await house.run('import', 'usage', 'b.csv')).out).toContain(
    'Imported 1 line of 2026-11-12',
  )
})

test('an option that is no zone or name is refused', async () => {
  await using house = await started()
  await house.here.file('a.csv', csv(many(5)))
  const wrong = async (...flags: readonly string[]) =>
    (await house.run('import', 'usage', 'a.csv', ...flags)).err
  expect(await wrong('--time-zone', 'Berlin')).toContain("'Berlin' is not a time zone")
  expect(await wrong('--source', '?!')).toContain("--source '?!' is not a name")
  expect(await wrong('--through', 'today')).toContain("'today' is not a day")
})

test('a missing file is named', async () => {
  await using house = await started()
  expect(await house.run('import', 'usage', 'none.csv')).toEqual({
    code: 2,
    out: '',
    err: 'none.csv does not exist\nCheck the path.\n',
  })
})
