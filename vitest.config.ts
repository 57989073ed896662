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
/** Whole processes and their memory are looked at: each file has a process of its own. */
const APART = [
  'test/stories/**/*.test.ts',
  'test/privacy/**/*.test.ts',
  'test/store/open.test.ts',
  'test/store/collect-state.test.ts',
]
const STORES = ['test/store/**/*.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/support/postgres.ts'],
    reporters: ['default', closingReporter],
    // Projects run in the order of their names: the long files first, so that both cores end together.
    projects: [
      { test: { ...shared, name: 'apart', include: APART } },
      // A process for each of some two hundred files took longer than what they test. Those that
      // open stores share them: starting one takes longer than emptying it.
      { test: { ...shared, name: 'stores', include: STORES, exclude: APART, isolate: false } },
      {
        test: {
          ...shared,
          name: 'together',
          include: ['test/**/*.test.ts'],
          exclude: [...APART, ...STORES],
          isolate: false,
        },
      },
    ],
  },
})
