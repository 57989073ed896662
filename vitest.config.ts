import { defineConfig } from 'vitest/config'

import { closingReporter, notRunEnvironment } from './test/support/not-run.ts'

const shared = {
  maxWorkers: 2,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  env: notRunEnvironment(),
  // As the program: each file that reads the store would wait a second more for Drizzle.
  execArgv: ['--import', new URL('bin/resolve.mjs', import.meta.url).href],
}
/** Whole processes, stores and memory are looked at: each file has a process of its own. */
const APART = ['test/stories/**/*.test.ts', 'test/store/**/*.test.ts', 'test/privacy/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres.ts'],
    reporters: ['default', closingReporter],
    // Projects run in the order of their names: the long files first, so that both cores end together.
    projects: [
      { test: { ...shared, name: 'apart', include: APART } },
      {
        // A process for each of some hundred and sixty files took longer than what they test.
        test: {
          ...shared,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: APART,
          isolate: false,
        },
      },
    ],
  },
})
