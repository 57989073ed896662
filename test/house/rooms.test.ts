import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

/** A guard that cannot fail guards nothing: plant a trespass in each room and see it caught. */
const walls: readonly (readonly [room: string, source: string])[] = [
  ['src/core', "import { readFile } from 'node:fs/promises'\nvoid readFile"],
  ['src/core', "import { person } from '#db/schema/people.ts'\nvoid person"],
  ['src/core', "import { z } from 'zod'\nvoid z"],
  ['digests', "import { startSlack } from '#slack/app.ts'\nvoid startSlack"],
  ['db', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/jobs', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/store', "import { readConfig } from '#config.ts'\nvoid readConfig"],
  ['src/connectors', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/gauges', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/policy', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/prices', "import { readFile } from 'node:fs/promises'\nvoid readFile"],
  ['src/charts', "import { App } from '@slack/bolt'\nvoid App"],
  ['src/csv', "import ky from 'ky'\nvoid ky"],
  ['src/chat', "import { startSlack } from '#slack/app.ts'\nvoid startSlack"],
  ['src/slack', "import { person } from '#db/schema/people.ts'\nvoid person"],
  ['src/demo', "import { startSlack } from '#slack/app.ts'\nvoid startSlack"],
  ['src/otlp', "import { openStore } from '#store/open.ts'\nvoid openStore"],
  ['src/cli', "import { openStore } from '#store/open.ts'\nvoid openStore"],
]

const escapes = [
  "import { x } from '../x.ts'\nvoid x",
  "import { x } from './../../slack/app.ts'\nvoid x",
  "import { x } from './deeper/../../x.ts'\nvoid x",
]

const world = [
  'void Date.now()',
  'void new globalThis.Date()',
  'void new Intl.DateTimeFormat()',
  'void process.env',
  "void fetch('https://example.com')",
  'setTimeout(() => undefined, 1)',
]

const planted: string[] = []

function plant(room: string, source: string): string {
  const folder = mkdtempSync(`${room}/trespass-`)
  writeFileSync(`${folder}/trespass.ts`, `${source}\n`)
  planted.push(folder)
  return `${folder}/trespass.ts`
}

const traps = {
  walls: walls.map(([room, source]) => ({ room, source, file: plant(room, source) })),
  escapes: escapes.map((source) => ({ source, file: plant('src/store', source) })),
  world: world.flatMap((source) =>
    ['src/core', 'digests'].map((room) => ({ room, source, file: plant(room, source) })),
  ),
  random: plant('src/core', 'void Math.random()'),
}

type Diagnostic = { readonly filename: string; readonly help: string; readonly message: string }

const { diagnostics } = JSON.parse(
  spawnSync('oxlint', ['-f', 'json', ...planted], { encoding: 'utf8', maxBuffer: 1e8 }).stdout,
) as { diagnostics: readonly Diagnostic[] }
for (const folder of planted) rmSync(folder, { recursive: true })

/** All that was said of one planted file. */
const said = (file: string) =>
  diagnostics
    .filter((one) => one.filename === file)
    .map((one) => `${one.message} ${one.help}`)
    .join('\n')

describe('walls', () => {
  test.each(traps.walls)('$room/ may not $source', ({ room, file }) => {
    expect(said(file)).toContain(`${room}/ may import only`)
  })

  test.each(traps.escapes)('no room leaves its folder by $source', ({ file }) => {
    expect(said(file)).toContain('Relative imports never leave a folder')
  })
})

describe('core and digests read nothing from the world', () => {
  test.each(traps.world)('$room/ may not $source', ({ file }) => {
    expect(said(file)).toContain('core is pure')
  })

  test('a random number needs a seed', () => {
    expect(said(traps.random)).toContain('pass the seed in')
  })
})
