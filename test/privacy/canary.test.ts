import { fork } from 'node:child_process'
import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { inventory } from '#db/inventory.ts'
import { writePolicy } from '#policy/write-policy.ts'
import { openStore } from '#store/open.ts'
import { rows } from '#store/rows.ts'
import { logsBody, post, TOKEN } from '#test/support/otlp.ts'

import { CANARY, found, type Needle, needlesOf } from './canaries.ts'
import { SECRETS, tellingVendors } from './vendors.ts'

const { email, name, login, colleague, prompt, asset, conversation } = CANARY
const KEY = 'zqxkey that nobody must find anywhere'

const FILES = {
  'usage.ndjson': JSON.stringify({
    time: '2026-11-20T09:00:00Z',
    person: email,
    tool: 'chatgpt',
    model: 'gpt-5',
    session: conversation,
    asset_kind: 'agent',
    asset,
    id: `line-of-${email}`,
    input_tokens: 12,
    output_tokens: 3,
    prompt_characters: 40,
  }),
  'people.csv': `person,team,from,to,manager,aliases,name\n${email},Engineering,,,${colleague},${login},${name}\n${colleague},Engineering,,,,,\n`,
  'names.csv': `person,name\n${email},${name}\n`,
  'named.yml': writePolicy({ ...DEFAULT_POLICY, mode: 'named' }),
  'seats.csv': `person,tool,plan,from\n${email},chatgpt,team,2026-11-01\n`,
  [`users-1-day.${email}.ndjson`]: JSON.stringify({
    day: '2026-11-20',
    user_login: login,
    user_id: 1,
    user_initiated_interaction_count: 2,
  }),
  'bad.csv': `time,person,tool\nno time,${email},chatgpt\n`,
}

const LINES: readonly (readonly string[])[] = [
  ['import', 'usage', 'usage.ndjson'],
  ['import', 'directory', '--ignore', 'name', 'people.csv'],
  ['import', 'seats', 'seats.csv'],
  ['import', 'github-copilot', `users-1-day.${email}.ndjson`],
  ['import', 'usage', 'bad.csv'],
  ['consent', 'chatgpt/messages'],
  ['sync', '--since', '2026-11-19', '--quiet'],
  ['status'],
  ['doctor'],
  ['ask', 'by:team 7d'],
  ['ask', 'by:user 7d'],
  ['ask', '7d', '--json'],
  ['ask', `user:${email} 7d`],
  ['ask', `user:${login} 7d`, '--as', email],
  ['ask', 'nobody-of-that-name 7d'],
  ['imports', 'list'],
  ['weeks before', 'policy', 'apply', 'named.yml'],
  ['a second person approves'],
  ['weeks before', 'policy', 'apply', 'named.yml'],
  ['import', 'names', 'names.csv'],
  ['shows names', 'ask', 'by:user 7d'],
  ['shows names', 'privacy', 'export', email],
  // Last: nothing comes after it that would take its place in memory.
  ['import', 'names', 'names.csv'],
]

const REFUSED: ReadonlySet<unknown> = new Set([LINES[4], LINES[13], LINES[14]])

type Run = { readonly folder: string; readonly data: string }

async function wholeRun(planted?: string): Promise<Run> {
  await using vendors = await tellingVendors()
  const folder = mkdtempSync(join(tmpdir(), 'canary-'))
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  for (const [file, text] of Object.entries(FILES)) writeFileSync(join(folder, file), text)
  const plan = join(folder, 'plan')
  writeFileSync(plan, LINES.map((line) => JSON.stringify(line)).join('\n'))
  const args = [folder, plan, ...(planted === undefined ? [] : [planted])]
  const child = fork('test/privacy/full-run.ts', args, {
    env: {
      PATH: process.env['PATH'] ?? '',
      ...vendors.settings,
      AI_USAGE_KEY: KEY,
      AI_USAGE_DATA: data,
      AI_USAGE_NOW: '2026-11-21T12:00:00Z',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (told) => resolve(told as string))
    child.once('exit', () => reject(new Error('the run ended before it listened')))
  })
  const answer = await post({ otlp: { url } }, '/v1/logs', ofClaudeCode())
  expect(answer.status).toBe(200)
  child.send('sent')
  expect(await ended).toBe(0)
  return { folder, data }
}

/** Telemetry with the prompt in it, as it comes when someone turned that on. */
const ofClaudeCode = () => {
  const facts = { 'session.id': conversation, 'user.account_uuid': login, prompt }
  return logsBody({ 'service.name': 'claude-code', 'user.email': email, 'host.name': name }, [
    { body: prompt, with: { ...facts, 'event.name': 'user_prompt', prompt_length: 40 } },
    { with: { ...facts, 'event.name': 'api_request', output_tokens: 9, model: 'claude-opus-5' } },
  ])
}

type Sought = readonly Needle[]
const needles = needlesOf(CANARY)
const everything = [...needles, ...needlesOf({ ...SECRETS, key: KEY, token: TOKEN })]

/** Every value of every column that can hold more than a number, decoded. */
async function inStore({ data }: Run, sought: Sought = everything): Promise<readonly string[]> {
  await using store = await openStore({ dataDir: data })
  const wide = inventory().filter(({ sqlType }) => /text|json|bytea|uuid/.test(sqlType))
  const all = await Promise.all(
    wide.map(async ({ table, column, sqlType }) => {
      const value = sql.raw(
        sqlType === 'bytea'
          ? `encode("${column}", 'hex')`
          : `encode(convert_to("${column}"::text, 'UTF8'), 'hex')`,
      )
      const values = await rows<{ value: string }>(
        store.db,
        'every value',
        sql`select distinct ${value} as value from ${sql.identifier(table)}
          where ${sql.identifier(column)} is not null`,
      )
      const bytes = Buffer.concat(
        values.flatMap(({ value }) => [Buffer.from(value, 'hex'), Buffer.from([0])]),
      )
      return found(bytes, sought).map((what) => `${table}.${column}: ${what}`)
    }),
  )
  return all.flat()
}

const use = async ({ data }: Run) => {
  await using store = await openStore({ dataDir: data })
  const [all] = await rows<object>(
    store.db,
    'what was stored',
    sql`select array_agg(distinct t.name order by t.name) as tools,
        count(distinct d.person_id)::int as people,
        (select count(*)::int from governance_event) as governance,
        (select count(*)::int from display_name) as names,
        (select count(*)::int from usage_event) as events
      from usage_daily d join tool t on t.id = d.tool_id`,
  )
  return all
}

function onDisk({ data }: Run, sought: Sought = everything): readonly string[] {
  return globSync(`${data}/**/*`).flatMap((path) => {
    if (!statSync(path).isFile()) return []
    const file = path.slice(data.length + 1)
    return found(readFileSync(path), sought).map((what) => `${file}: ${what}`)
  })
}

const inFile = ({ folder }: Run, file: string, sought: Sought = everything) =>
  found(readFileSync(join(folder, file)), sought)

/** Each search reads tens of megabytes. */
const timeout = 120_000

describe(
  'after a whole run with canaries as prompts, names, addresses, logins, file names and keys',
  { timeout },
  () => {
    let clean: Run
    let leaking: Run
    beforeAll(async () => {
      clean = await wholeRun()
      leaking = await wholeRun(email)
    }, 240_000)
    afterAll(() => {
      for (const run of [clean, leaking]) if (run) rmSync(run.folder, { recursive: true })
    })

    test('everything that was given was read, and the search reads what is there', async () => {
      const said = readFileSync(join(clean.folder, 'said'), 'utf8')
      expect(said).not.toMatch(/ failed /)
      const codes = said.match(/^exit \d$/gm)?.map((line) => Number(line.at(-1)))
      // Refused: the bad file, who is no admin, what is no command.
      expect(codes).toEqual(LINES.map((line) => (REFUSED.has(line) ? 2 : 0)))
      const names = await inStore(clean, needlesOf({ tool: 'claude-code', unit: 'Engineering' }))
      expect(names).toEqual(expect.arrayContaining(['tool.name: tool', 'org_unit.path: unit']))
      expect(onDisk(clean, needlesOf({ unit: 'Engineering' }))).not.toEqual([])
      // The name was read back and shown: as an answer, and to whom it is of.
      const shown = readFileSync(join(clean.folder, 'shown'), 'utf8')
      expect(shown.split(name)).toHaveLength(3)
      const facts = await use(clean)
      expect(facts).toEqual({
        tools: ['chatgpt', 'claude-code', 'cursor', 'github-copilot', 'openai-api'],
        people: 1,
        governance: 1,
        // Sealed: none of the searches below may find it.
        names: 1,
        // The ones of OTLP, of the file, of ChatGPT and of the gateway.
        events: 5,
      })
    })

    test('the store holds none of them', async () => {
      expect(await inStore(clean)).toEqual([])
    })
    test('nor does the folder on disk', () => {
      expect(onDisk(clean)).toEqual([])
    })
    test('nor what was said', () => {
      expect(inFile(clean, 'said')).toEqual([])
    })
    test('nor the log', () => {
      expect(inFile(clean, 'logged')).toEqual([])
    })
    // Its own keys stay in memory for as long as they are used.
    test('nor the memory of the process', () => {
      expect(inFile(clean, 'heap', needles)).toEqual([])
    })
    test('a planted leak is found by the same search', async () => {
      expect({
        store: await inStore(leaking, needles),
        disk: onDisk(leaking, needlesOf({ email })).filter((it) => it.startsWith('leak')),
        said: inFile(leaking, 'said'),
        log: inFile(leaking, 'logged'),
        memory: inFile(leaking, 'heap', needles),
      }).toEqual({
        store: ['workspace_memory.value: email'],
        disk: ['leak: email'],
        said: ['email'],
        log: ['email'],
        memory: ['email'],
      })
    })
  },
)
