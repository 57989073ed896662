import { readFileSync } from 'node:fs'

import { z } from 'zod'

import { zip } from './zip.ts'

export type Named = {
  readonly appId: string
  /** As people read it under the app. */
  readonly company?: string | undefined
  /** Where the company says what the app is; its terms and its privacy too, unless the manifest is changed. */
  readonly website?: string | undefined
}

const FOLDER = new URL('../../teams/', import.meta.url)

const manifest = z.looseObject({
  developer: z.looseObject({ name: z.string() }),
  bots: z.array(z.looseObject({})),
  icons: z.object({ color: z.string(), outline: z.string() }),
})

/** The app as Teams takes it: the manifest of `teams/` for one registration, and its icons. */
export function appPackage({ appId, company, website }: Named): Uint8Array {
  const file = (name: string): Uint8Array => readFileSync(new URL(name, FOLDER))
  const { developer, bots, icons, ...rest } = manifest.parse(
    JSON.parse(Buffer.from(file('manifest.json')).toString()),
  )
  const filled = {
    ...rest,
    id: appId,
    developer: {
      ...developer,
      ...(company !== undefined && { name: company }),
      ...(website !== undefined && {
        websiteUrl: website,
        privacyUrl: website,
        termsOfUseUrl: website,
      }),
    },
    icons,
    bots: bots.map((bot) => ({ ...bot, botId: appId })),
  }
  return zip([
    { name: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(filled, null, 2)}\n`) },
    ...[icons.color, icons.outline].map((name) => ({ name, bytes: file(name) })),
  ])
}
