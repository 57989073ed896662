import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { expect, test } from 'vitest'

import { parse as parseLine } from '#cli/parse.ts'
import { NAMES, readConfig } from '#config.ts'
import { SIEM_NAMES } from '#config/siem.ts'
import { CONNECTORS } from '#connectors/registry.ts'
import { parse } from '#core/command/parse.ts'
import { CLAIM } from '#slack/claim.ts'

import { rooms } from '../../oxlint.config.ts'

/** What people read: every Markdown file that is kept, but test fixtures. */
const FILES = ['*.md', 'docs/*.md', 'db/**/*.md', 'digests/*.md', 'src/**/*.md'].flatMap((kind) =>
  globSync(kind),
)

const found = (pattern: RegExp) =>
  FILES.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map((match) => ({
      file,
      text: match[1]?.trim() ?? '',
    })),
  )

const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

/** Words as a shell would split them. */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')

const LINKS = found(/\]\(((?!https?:|mailto:)[^)\s]+)\)/g)
const SCRIPTS = found(/\bnpm (?:run )?(?:-s )?((?!run\b|ci\b|and\b|\d)[a-z][\w:-]*)/g)
const PACKAGED = found(/\bnpx ([a-z][\w-]*)/g)
const TYPED = found(/(?<!: )\/ai-usage ([^`\n]*)/g)
const LINES = [
  ...found(/npm run -s ai-usage -- ((?:\\\n|[^\n#])+)/g),
  ...found(/`ai-usage ([^`…]+)`/g),
].map(({ file, text }) => ({ file, text: text.replaceAll(/\\\n\s*/g, '') }))

/** What connectors add. Two may share a setting. */
const CONNECTED = CONNECTORS.flatMap(({ settings }) => settings.map(({ name }) => name))

const table = readFileSync('docs/settings.md', 'utf8')
const ROWS = [...table.matchAll(/^\| `([A-Z_\d]+)` \|.*\| (.+) \|$/gm)]

test('there is something of each to check', () => {
  for (const [least, several] of [
    [8, FILES],
    [15, LINKS],
    [8, SCRIPTS],
    [1, PACKAGED],
    [3, TYPED],
    [10, LINES],
    [15, ROWS],
  ] as const)
    expect(several.length).toBeGreaterThanOrEqual(least)
})

test.each(LINKS)('$file leads somewhere with $text', ({ file, text }) => {
  const [path = '', heading] = text.split('#')
  const target = path === '' ? file : join(dirname(file), path)
  expect(existsSync(target)).toBe(true)
  if (heading === undefined) return
  const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)
  expect([...headings].map(([, words = '']) => anchor(words))).toContain(heading)
})

const { scripts, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

test.each(SCRIPTS)('$file names a script there is: npm $text', ({ text }) => {
  expect(Object.keys(scripts)).toContain(text)
})

test.each(PACKAGED)('$file names a program of ours: npx $text', ({ text }) => {
  expect(Object.keys(devDependencies)).toContain(text)
})

test.each(TYPED)('$file says what the bot understands: /ai-usage $text', ({ text }) => {
  expect(CLAIM.test(text) || parse(text).kind !== 'misread').toBe(true)
})

test.each(LINES)('$file says what the command line understands: $text', ({ text }) => {
  const { command, args } = parseLine(words(text))
  expect(command === 'ask' ? parse(args.join(' ')).kind : command).not.toBe('misread')
})

test('docs/settings.md lists the settings there are', () => {
  expect(ROWS.map(([, name]) => name)).toEqual([
    ...NAMES,
    // The first stands for all nine.
    ...SIEM_NAMES.slice(0, 2),
    ...CONNECTED,
  ])
})

test('docs/settings.md says their defaults', () => {
  const said = ROWS.flatMap(([, name = '', value = '']) =>
    /^`.*`$/.test(value) ? [[name, value.slice(1, -1)] as const] : [],
  )
  expect(said.length).toBeGreaterThan(3)
  expect(readConfig(Object.fromEntries(said))).toEqual(readConfig({}))
  for (const [name] of said) expect(readConfig({ [name]: other[name] })).not.toEqual(readConfig({}))
})

/** Another value for each setting with a default, so that a default that is said is also read. */
const other: Readonly<Record<string, string>> = {
  AI_USAGE_DATA: './elsewhere',
  PORT: '3001',
  AI_USAGE_OTLP_PORT: '4319',
  AI_USAGE_METRICS_PORT: '9465',
  TEAMS_PORT: '3979',
  AI_USAGE_HOST: '::1',
  AI_USAGE_LOG_LEVEL: 'debug',
}

test.each(
  found(/\b((?:AI_USAGE|SLACK|TEAMS)_[A-Z_]+|DATABASE_URL|PORT)\b/g).filter(
    // What the tests themselves are told.
    ({ text }) => !/^AI_USAGE_TEST_|_$/.test(text),
  ),
)('$file names a setting there is: $text', ({ text }) => {
  const names: readonly string[] = [...NAMES, ...CONNECTED]
  expect(names).toContain(names.includes(text) ? text : text.replace(/_FILE$/, ''))
})

const architecture = readFileSync('docs/architecture.md', 'utf8')

test('docs/architecture.md names folders and files there are', () => {
  const paths = [
    ...architecture.matchAll(/`((?:src|db|docs|test|bench|digests)\/[^`]*|[\w-]+\.\w+)`/g),
  ].map(([, path = '']) => path)
  expect(paths.length).toBeGreaterThan(30)
  expect(
    paths.filter(
      (path) =>
        !/^(main|ports|alerts|books|ingest|ledgers|collect|collection|conversations|deliveries|forwarding|rights)\.ts$/.test(
          path,
        ) && globSync(path).length === 0,
    ),
  ).toEqual([])
})

test('docs/architecture.md gives each room the walls that lint gives it', () => {
  const rows = [...architecture.matchAll(/^\| `([\w/]+)\/` \|[^|]*\| ([^|]+) \|$/gm)]
  const said = rows.flatMap(([, folder, may = '']) =>
    may === 'everything'
      ? []
      : [
          [
            folder,
            [
              ...may.matchAll(
                /\b(core|digests|db|chat|ports|alerts|books|ingest|ledgers|collect|collection|conversations|deliveries|forwarding|rights)\b/g,
              ),
            ]
              .map(([word]) => word)
              .toSorted(),
          ],
        ],
  )
  const walls = Object.values(rooms).map(({ folder, may }) => [
    folder,
    may.flatMap((name) => /^#(\w+)/.exec(name)?.[1] ?? []).toSorted(),
  ])
  expect(Object.fromEntries(said)).toEqual(Object.fromEntries(walls))
})
