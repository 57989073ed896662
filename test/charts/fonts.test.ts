import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { describe, expect, test } from 'vitest'

const run = promisify(execFile)

/** Runs in a process of its own: fonts are chosen once per process. */
async function inProcess(script: string, env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], {
    env: { ...process.env, ...env },
  })
  return stdout.trim()
}

const CHECK = `
  import { assertFonts } from '#charts/fonts.ts'
  await assertFonts().then(() => console.log('fine'), (error) => console.log(error.name, error.message))`

describe('charts are not drawn in boxes', () => {
  test('a machine without any font is noticed at the start', async () => {
    const empty = join(await mkdtemp(join(tmpdir(), 'charts-')), 'fonts.conf')
    await writeFile(empty, '<?xml version="1.0"?><fontconfig></fontconfig>')
    await expect(inProcess(CHECK, { FONTCONFIG_FILE: empty })).resolves.toMatch(
      /^UserError Charts can't be drawn: the font Inter does not load/,
    )
  })

  test('the packaged fonts are enough', async () => {
    const script = `import { installFonts } from '#charts/fonts.ts'\ninstallFonts()${CHECK}`
    await expect(inProcess(script)).resolves.toBe('fine')
  })

  test('fonts are not changed under a running process', async () => {
    const script = `
      import { installFonts } from '#charts/fonts.ts'
      installFonts()
      try { installFonts('/tmp') } catch (error) { console.log(error.message) }`
    await expect(inProcess(script)).resolves.toBe('The fonts of a process are chosen once')
  })

  test('a fonts folder that is not there is named, with what to do', async () => {
    const script = `
      import { openCharts } from '#charts/open.ts'
      await openCharts({ fontsDir: '/no/such/folder' }).catch((error) => console.log(error.message, error.fix))`
    await expect(inProcess(script)).resolves.toBe(
      "The fonts folder '/no/such/folder' is not a folder " +
        'Set AI_USAGE_FONTS to a folder of .ttf or .otf files, or leave it out.',
    )
  })
})
