import { defineConfig, type OxlintConfig } from 'oxlint'

const node = ['node:*', 'node:*/**']
const drizzle = ['drizzle-orm', 'drizzle-orm/**']

type Room = { readonly folder: string; readonly may: readonly string[] }

/**
 * The rooms of the house, from the inside out. Each may import itself, the rooms and the packages
 * listed here, and nothing else. `src/main.ts` is no room: it knows everyone and decides nothing.
 */
export const rooms: Record<string, Room> = {
  '#core': { folder: 'src/core', may: ['temporal-polyfill'] },
  '#digests': { folder: 'digests', may: ['#core/**'] },
  '#db': {
    folder: 'db',
    may: ['#core/**', '#collect.ts', '#ingest.ts', '#ports.ts', ...drizzle, ...node],
  },
  '#jobs': {
    folder: 'src/jobs',
    may: [
      '#alerts.ts',
      '#books.ts',
      '#core/**',
      '#digests/**',
      '#collect.ts',
      '#collection.ts',
      '#forwarding.ts',
      '#deliveries.ts',
      '#ingest.ts',
      '#ledgers.ts',
      '#ports.ts',
      '#rights.ts',
      'zod',
    ],
  },
  '#store': {
    folder: 'src/store',
    may: [
      '#alerts.ts',
      '#books.ts',
      '#core/**',
      '#db/**',
      '#collect.ts',
      '#collection.ts',
      '#forwarding.ts',
      '#conversations.ts',
      '#deliveries.ts',
      '#ingest.ts',
      '#ledgers.ts',
      '#ports.ts',
      '#rights.ts',
      ...drizzle,
      '@electric-sql/pglite',
      '@electric-sql/pglite/**',
      'postgres',
      ...node,
    ],
  },
  '#connectors': {
    folder: 'src/connectors',
    may: [
      '#books.ts',
      '#core/**',
      '#collect.ts',
      '#ingest.ts',
      '#ports.ts',
      'csv-parse',
      'csv-parse/**',
      'zod',
      'ky',
      'openai',
      'openai/**',
      '@anthropic-ai/sdk',
      '@anthropic-ai/sdk/**',
      '@octokit/**',
      '@googleapis/admin',
      'google-auth-library',
      '@microsoft/microsoft-graph-client',
      '@azure/msal-node',
      '@slack/web-api',
      ...node,
    ],
  },
  '#otlp': {
    folder: 'src/otlp',
    may: [
      '#core/**',
      '#collect.ts',
      '#ingest.ts',
      '#ports.ts',
      'protobufjs',
      'protobufjs/**',
      'zod',
      ...node,
    ],
  },
  '#gauges': { folder: 'src/gauges', may: ['#core/**', '#ports.ts', ...node] },
  '#policy': { folder: 'src/policy', may: ['#core/**', 'yaml', 'zod', ...node] },
  '#prices': { folder: 'src/prices', may: ['#core/**', '#ports.ts', '@pydantic/genai-prices'] },
  '#charts': {
    folder: 'src/charts',
    may: ['#core/**', '#ports.ts', 'vega', 'vega-lite', 'sharp', 'tinypool', ...node],
  },
  '#csv': {
    folder: 'src/csv',
    may: ['#core/**', '#ports.ts', 'csv-stringify', 'csv-stringify/**', ...node],
  },
  '#siem': { folder: 'src/siem', may: ['#core/**', '#forwarding.ts', 'undici', ...node] },
  '#chat': { folder: 'src/chat', may: ['#core/**', '#ports.ts', '#rights.ts', ...node] },
  '#slack': {
    folder: 'src/slack',
    may: ['#chat/**', '#core/**', '#ports.ts', '#rights.ts', '@slack/**', 'undici', 'zod', ...node],
  },
  '#teams': {
    folder: 'src/teams',
    may: [
      '#chat/**',
      '#conversations.ts',
      '#core/**',
      '#ports.ts',
      '#rights.ts',
      '@microsoft/teams.api',
      '@microsoft/teams.apps',
      '@microsoft/teams.cards',
      'express',
      'jose',
      'zod',
      ...node,
    ],
  },
  '#demo': {
    folder: 'src/demo',
    may: [
      '#core/**',
      '#ports.ts',
      'slack-blocks-to-jsx',
      'react',
      'react-dom/**',
      '@slack/types',
      'zod',
      ...node,
    ],
  },
  '#cli': {
    folder: 'src/cli',
    may: [
      '#books.ts',
      '#core/**',
      '#collect.ts',
      '#collection.ts',
      '#forwarding.ts',
      '#ingest.ts',
      '#ports.ts',
      ...node,
    ],
  },
}

type Override = NonNullable<OxlintConfig['overrides']>[number]

const wall = ([room, { folder, may }]: [string, Room]): Override => ({
  files: [`${folder}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: String.raw`(^|/)\.\.(/|$)`,
            message: `Relative imports never leave a folder: ${folder}/ may import only what its room lists. See docs/architecture.md.`,
          },
          {
            group: ['**', '!./**', ...[`${room}/**`, ...may].map((allowed) => `!${allowed}`)],
            message: `${folder}/ may import only ${['itself', ...may].join(', ')}. See docs/architecture.md.`,
          },
        ],
      },
    ],
  },
})

const impure = [
  'Date',
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'crypto',
  'performance',
  'globalThis',
  'global',
  'Intl',
]

/** What core and digests would otherwise read from the world. `Intl.Segmenter` and `NumberFormat` need no clock, but a bare DateTimeFormat reads one. */
const pure: Override = {
  files: ['src/core/**', 'digests/**'],
  rules: {
    'no-restricted-globals': [
      'error',
      ...impure.map((name) => ({
        name,
        message: `core is pure: take what ${name} would tell you as an argument.`,
      })),
    ],
    'no-restricted-properties': [
      'error',
      { object: 'Math', property: 'random', message: 'core is pure: pass the seed in.' },
    ],
  },
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  options: { typeAware: true },
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': 'error',
    'typescript/no-explicit-any': 'error',
    'import/no-cycle': 'error',
    'import/no-default-export': 'error',
    // tsc proves a switch over a union returns; this rule cannot see it.
    'typescript/consistent-return': 'off',
    // Brands (Day) and rows of raw SQL are asserted once, at their door.
    'typescript/no-unsafe-type-assertion': 'off',
    // A new object for each row is what readonly asks for.
    'oxc/no-map-spread': 'off',
    // A helper beside its only test reads better than one at the top of the file.
    'unicorn/consistent-function-scoping': 'off',
    // Messages go out one at a time, in order; a loop says that plainly.
    'eslint/no-await-in-loop': 'off',
    // Shadowing a parameter named like an import is caught by types here.
    'eslint/no-shadow': 'off',
    'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
  },
  overrides: [
    ...Object.entries(rooms).map(wall),
    pure,
    {
      files: ['*.config.ts', 'src/charts/worker.ts'],
      rules: { 'import/no-default-export': 'off' },
    },
  ],
})
