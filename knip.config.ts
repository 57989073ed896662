import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'src/main.ts',
    'src/demo/page/*.js',
    'bench/*.ts',
    'bench/insight/run.ts',
    'bench/privacy/run.ts',
    'test/privacy/full-run.ts',
  ],
  project: ['src/**/*.{ts,js}', 'digests/**/*.ts', 'db/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts'],
  // The system's: `.ci/run` installs it.
  ignoreBinaries: ['openssl'],
  ignoreDependencies: [
    // Read as files: the fonts of the charts.
    '@expo-google-fonts/.*',
  ],
}

export default config
