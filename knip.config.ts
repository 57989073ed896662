import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'bin/ai-usage.mjs',
    'src/main.ts',
    'src/charts/worker.ts',
    'bench/*.ts',
    'test/**/*.test.ts',
  ],
  project: ['src/**/*.ts', 'db/**/*.ts', 'digests/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
}

export default config
