import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

import sharp from 'sharp'

import { UserError } from '#core/errors.ts'

import { textWidth } from './measure.ts'
import { escapeXml } from './svg.ts'
import { FONT } from './theme.ts'

const { resolve } = createRequire(import.meta.url)

// TTF: librsvg draws boxes with WOFF and WOFF2, nothing at all with colour emoji as COLRv1.
const files = (): readonly string[] => [
  resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  resolve('@expo-google-fonts/inter/500Medium/Inter_500Medium.ttf'),
  resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
  resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
  resolve('@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf'),
  resolve('@expo-google-fonts/noto-sans-arabic/600SemiBold/NotoSansArabic_600SemiBold.ttf'),
  resolve('@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf'),
  resolve('@expo-google-fonts/noto-sans-hebrew/600SemiBold/NotoSansHebrew_600SemiBold.ttf'),
  resolve('@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf'),
]

const FALLBACKS = ['Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Emoji']

let installed: { readonly fontsDir: string | undefined } | undefined

/**
 * Makes the packaged fonts, and those in `fontsDir`, the only ones charts are drawn with, so that
 * the picture does not depend on the machine. Once for the process, on the main thread, before
 * anything is drawn: fontconfig reads its settings at the first text and a thread can't set them.
 * @throws UserError when `fontsDir` is not a folder
 */
export function installFonts(fontsDir?: string): void {
  if (installed !== undefined) {
    if (installed.fontsDir === fontsDir) return
    throw new Error('The fonts of a process are chosen once')
  }
  if (fontsDir !== undefined && !isFolder(fontsDir)) {
    throw new UserError(
      `The fonts folder '${fontsDir}' is not a folder`,
      'Set AI_USAGE_FONTS to a folder of .ttf or .otf files, or leave it out.',
    )
  }
  const home = mkdtempSync(join(tmpdir(), 'ai-usage-fonts-'))
  process.once('exit', () => rmSync(home, { recursive: true, force: true }))
  const cache = join(home, 'cache')
  mkdirSync(cache)
  const folders = [...new Set(files().map((file) => dirname(file)))]
  const conf = join(home, 'fonts.conf')
  writeFileSync(conf, fontconfig(fontsDir === undefined ? folders : [...folders, fontsDir], cache))
  process.env['FONTCONFIG_FILE'] = conf
  installed = { fontsDir }
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const family = (name: string): string => `<family>${name}</family>`

function fontconfig(folders: readonly string[], cache: string): string {
  const dirs = folders.map((folder) => `<dir>${escapeXml(folder)}</dir>`).join('')
  const others = FALLBACKS.map(family).join('')
  return (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>' +
    `${dirs}<cachedir>${escapeXml(cache)}</cachedir>` +
    `<alias binding="same"><family>sans-serif</family><prefer>${family(FONT)}${others}</prefer></alias>` +
    `<alias>${family(FONT)}<default>${others}</default></alias></fontconfig>`
  )
}

const PROBES = ['iiiiiiiiiiiiiiiiiiii', 'WWWWWWWWWWWWWWWWWWWW'] as const
const SIZE = 40

/**
 * Draws two words and measures them: without its font every letter is a box, without an error.
 * @throws UserError when Inter is not what text is drawn with
 */
export async function assertFonts(): Promise<void> {
  for (const probe of PROBES) {
    const expected = textWidth(probe, SIZE)
    const drawn = await drawnWidth(probe)
    if (Math.abs(drawn - expected) > 0.05 * expected) {
      throw new UserError(
        `Charts can't be drawn: the font ${FONT} does not load (text is ${drawn} px wide, not ${Math.round(expected)})`,
        'Run npm ci again, and make sure that the folder for temporary files can be written.',
      )
    }
  }
}

async function drawnWidth(text: string): Promise<number> {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="80"><rect width="100%" height="100%" fill="#fff"/>` +
    `<text x="20" y="50" font-family="${FONT}" font-size="${SIZE}">${text}</text></svg>`
  const { info } = await sharp(Buffer.from(svg)).trim().toBuffer({ resolveWithObject: true })
  return info.width
}
