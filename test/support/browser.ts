import { access } from 'node:fs/promises'

import chromium from '@sparticuz/chromium'
import { type Browser, chromium as driver } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

async function exists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}

/** The one `CHROMIUM` names, an installed one, or the one in the lock file (Linux). */
async function executable(): Promise<string> {
  const named = process.env['CHROMIUM']
  if (named !== undefined) return named
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'])
    if (await exists(path)) return path
  return chromium.executablePath()
}

/** A real Chromium, or the reason why there is none. */
export async function startBrowser(): Promise<Browser | { readonly missing: string }> {
  try {
    return await driver.launch({ executablePath: await executable(), args: FLAGS })
  } catch (error) {
    return {
      missing: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    }
  }
}
