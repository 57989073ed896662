import { defineConfig } from 'vitest/config'

import { closingReporter, notRunEnvironment } from './test/support/not-run.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    env: notRunEnvironment(),
    globalSetup: ['test/support/postgres.ts'],
    reporters: ['default', closingReporter],
  },
})
