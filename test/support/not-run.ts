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

const leftOut = (): readonly string[] => {
  const file = process.env[VARIABLE]
  if (!file || !existsSync(file)) return []
  return [...new Set(readFileSync(file, 'utf8').split('\n').filter(Boolean))]
}

/**
 * The last lines of a run: `Not run: …` for each thing left out, then `N passed, N failed`. With
 * AI_USAGE_TEST_ALL set, leaving something out fails the run.
 */
export const closingReporter: Reporter = {
  onTestRunEnd(modules, errors) {
    const left = leftOut()
    for (const line of left) process.stdout.write(`Not run: ${line}\n`)
    const tests = modules.flatMap((module) => [...module.children.allTests()])
    const failed =
      tests.filter((test) => test.result().state === 'failed').length +
      modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length +
      errors.length
    const passed = tests.filter((test) => test.result().state === 'passed').length
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
    if (left.length > 0 && process.env['AI_USAGE_TEST_ALL']) process.exitCode = 1
  },
}
