import { appendFileSync, existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Reporter } from 'vitest/node'

const VARIABLE = 'AI_USAGE_NOT_RUN'

/** Names the file in which a run's test processes say what they left out. Called by vitest.config.ts. */
export function notRunEnvironment(): Record<string, string> {
  process.env[VARIABLE] ??= join(mkdtempSync(join(tmpdir(), 'ai-usage-tests-')), 'not-run')
  return { [VARIABLE]: process.env[VARIABLE] }
}

/**
 * Says what this machine could not test, as the last lines of the run: `notRun('Chromium tests (no
 * browser found; …)')`. Saying it twice prints it once.
 */
export function notRun(what: string): void {
  const file = process.env[VARIABLE]
  if (file) appendFileSync(file, `${what}\n`)
}

/** Prints `Not run: …` for each thing left out, after everything else. */
export const notRunReporter: Reporter = {
  onTestRunEnd() {
    const file = process.env[VARIABLE]
    if (!file || !existsSync(file)) return
    const lines = new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))
    for (const line of lines) process.stdout.write(`Not run: ${line}\n`)
  },
}
