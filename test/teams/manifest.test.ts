import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'

import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import sharp from 'sharp'
import { describe, expect, test, vi } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { doors } from '#main/doors.ts'
import { doorsTo, typed } from '#test/cli/house.ts'
import { folder } from '#test/connectors/files.ts'

const root = new URL('../../', import.meta.url)
const json = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'))

type Manifest = {
  readonly id: string
  readonly bots: readonly {
    readonly botId: string
    readonly supportsFiles: boolean
    readonly supportsTargetedMessages: boolean
    readonly scopes: readonly string[]
    readonly commandLists: readonly {
      readonly triggers: readonly string[]
      readonly commands: readonly { readonly title: string }[]
    }[]
  }[]
  readonly icons: { readonly color: string; readonly outline: string }
}

const manifest = json('teams/manifest.json') as Manifest

/**
 * Microsoft's schema, as the MIT-licensed package @microsoft/app-manifest 1.1.2 ships it. It is
 * written for draft 4; nothing in it reads otherwise in draft 7 but its own name.
 */
function validator() {
  const { $schema: _, ...schema } = json('test/fixtures/teams/manifest-1.29.schema.json') as {
    readonly $schema: string
  }
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  return ajv.compile(schema)
}

describe('teams/manifest.json', () => {
  const valid = validator()

  test('is what Microsoft’s schema of version 1.29 allows', () => {
    expect([valid(manifest), valid.errors]).toEqual([true, null])
  })

  test('the schema would not allow a command without a title, or a word it does not know', () => {
    const [bot] = manifest.bots
    expect(
      valid({ ...manifest, bots: [{ ...bot, commandLists: [{ scopes: [], commands: [{}] }] }] }),
    ).toBe(false)
    expect(valid({ ...manifest, bot: [] })).toBe(false)
  })

  test('offers commands that are understood, as slash commands too', () => {
    const lists = manifest.bots.flatMap(({ commandLists }) => commandLists)
    expect(lists.some(({ triggers }) => triggers.includes('slash'))).toBe(true)
    for (const { title } of lists.flatMap(({ commands }) => commands))
      expect([title, parse(title).kind]).not.toEqual([title, 'misread'])
  })

  test('asks for private replies and for files, and for one bot in all three places', () => {
    expect(manifest.bots).toMatchObject([
      {
        supportsFiles: true,
        supportsTargetedMessages: true,
        scopes: ['personal', 'team', 'groupChat'],
        botId: manifest.id,
      },
    ])
  })

  test('has icons of the sizes Teams takes', async () => {
    const sizes = await Promise.all(
      [manifest.icons.color, manifest.icons.outline].map(async (name) => {
        const { width, height } = await sharp(
          readFileSync(new URL(`teams/${name}`, root)),
        ).metadata()
        return [width, height]
      }),
    )
    expect(sizes).toEqual([
      [192, 192],
      [32, 32],
    ])
  })
})

/** Read from the list at its end, as Teams does. */
function unzipped(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const end = bytes.lastIndexOf('PK\u0005\u0006')
  const found = new Map<string, Buffer>()
  let at = bytes.readUInt32LE(end + 16)
  for (let file = 0; file < bytes.readUInt16LE(end + 10); file += 1) {
    const [size, name, from] = [
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt32LE(at + 42),
    ]
    const start = from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)
    const content = inflateRawSync(bytes.subarray(start, start + size))
    found.set(bytes.toString('utf8', at + 46, at + 46 + name), content)
    at += 46 + name
  }
  return found
}

describe('teams package', () => {
  const APP = '11111111-1111-4111-8111-111111111111'
  const real = doors('0')
  const all = doorsTo(undefined as never, { teamsPackage: (named) => real.teamsPackage(named) })

  test('is one file that Teams takes, for the app that is registered', async () => {
    await using here = await folder()
    vi.stubEnv('TEAMS_APP_ID', APP)
    const flags = ['--company', 'Northwind', '--website', 'https://northwind.example']
    const run = () =>
      typed(['teams', 'package', '--out', 'app.zip', ...flags], all, { cwd: here.path })
    const made = await run()
    expect(made.out).toContain('The app is in app.zip.')
    const files = unzipped(readFileSync(join(here.path, 'app.zip')))
    expect([...files.keys()]).toEqual(['manifest.json', 'color.png', 'outline.png'])
    for (const name of ['color.png', 'outline.png'])
      expect(files.get(name)).toEqual(readFileSync(new URL(`teams/${name}`, root)))
    const packed = JSON.parse(String(files.get('manifest.json'))) as Manifest
    expect(validator()(packed)).toBe(true)
    expect(packed).toMatchObject({
      id: APP,
      bots: [{ botId: APP }],
      developer: { name: 'Northwind', websiteUrl: 'https://northwind.example' },
    })
    expect((await run()).err).toContain('app.zip is there already')
    vi.unstubAllEnvs()
  })

  test.each([
    [[], 'Nothing says which app of Teams this is'],
    [['--website', 'http://northwind.example'], 'is no address that Teams takes'],
    [['--company', 'x'.repeat(33)], 'is no name that Teams takes'],
  ])('%j: %s', async (flags, why) => {
    const { code, err } = await typed(['teams', 'package', ...flags], all)
    expect([code, err]).toEqual([2, expect.stringContaining(why)])
  })
})
