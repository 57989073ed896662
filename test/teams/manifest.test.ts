import { readFileSync } from 'node:fs'

import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'

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
