import { defineConfig } from 'vitest/config'

import { closingReporter, notRunEnvironment } from './test/support/not-run.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // One a core; a test that waits for its turn on a busy machine has not failed.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    env: notRunEnvironment(),
    globalSetup: ['test/support/postgres.ts'],
    reporters: ['default', closingReporter],
  },
})
