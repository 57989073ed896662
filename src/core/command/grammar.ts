import { ASSET_KINDS } from '#core/metric/asset-kind.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { LEVEL_NAMES } from '#core/metric/level.ts'
import type { Dimension, MetricId } from '#core/metric/metric.ts'
import { QUARTILE_NAMES } from '#core/metric/quartile.ts'
import { GRAINS } from '#core/time/grain.ts'

import type { FilterKey } from './command.ts'

/**
 * The words of a command: the one table that the parser, help, the documentation and type-ahead
 * read. Aliases are lower case; a space in an alias also matches `_` and `-`.
 */
export type Word = {
  readonly aliases: readonly string[]
  /** One line, without a full stop. */
  readonly doc: string
}

export type FilterWord = Word & {
  readonly examples: readonly string[]
  /** The values there are, where they are known beforehand. */
  readonly values?: readonly string[]
}

export const FILTERS: Readonly<Record<FilterKey, FilterWord>> = {
  team: {
    aliases: ['teams', 'unit', 'department', 'departments', 'dept'],
    doc: 'People of a team or department, its sub-teams included',
    examples: ['team:eng', 'team:"Sales / EMEA"', 'team:eng,sales'],
  },
  user: {
    aliases: ['users', 'person', 'persons', 'people'],
    doc: 'One person, by e-mail address or alias',
    examples: ['user:ann@example.com', 'user:p-7k2fqa'],
  },
  model: {
    aliases: ['models', 'llm'],
    doc: 'A language model; a star fits any letters',
    examples: ['model:gpt-5', 'model:claude-*'],
  },
  tool: {
    aliases: ['tools', 'product', 'products', 'app'],
    doc: 'An AI product',
    examples: ['tool:chatgpt', 'tool:github-copilot'],
  },
  feature: {
    aliases: ['features'],
    doc: 'A way of using a tool',
    examples: ['feature:agents'],
    values: [
      'chat',
      'team_ai',
      'document_chat',
      'agents',
      'tools',
      'code_completion',
      'cli',
      'api',
    ],
  },
  group: {
    aliases: ['groups'],
    doc: 'People of a group that is no team, such as a Slack user group',
    examples: ['group:champions'],
  },
  level: {
    aliases: ['levels', 'usage level', 'usage levels'],
    doc: 'People by how much they use AI, week by week',
    examples: ['level:power', 'level:novice,low'],
    values: LEVEL_NAMES,
  },
  quartile: {
    aliases: ['quartiles', 'quartile level', 'quartile levels'],
    doc: 'People by how much they use a tool beside its other users, by limits that stay (`limits`)',
    examples: ['quartile:heavy', 'tool:chatgpt quartile:light,minimal'],
    values: QUARTILE_NAMES,
  },
  asset: {
    aliases: ['assets'],
    doc: 'A shared prompt, tool or agent, by its name or alias, or all of a kind; of runs alone',
    examples: ['asset:agents', 'asset:"agent 3f9a2c"'],
    values: Object.keys(ASSET_KINDS),
  },
}

export const FILTER_KEYS = Object.keys(FILTERS) as readonly FilterKey[]

export const DIMENSIONS: Readonly<Record<Dimension, Word>> = {
  team: { aliases: ['teams', 'unit', 'units'], doc: 'Teams' },
  department: { aliases: ['departments', 'dept', 'depts'], doc: 'Departments, the top level' },
  user: { aliases: ['users', 'person', 'persons', 'people'], doc: 'People' },
  model: { aliases: ['models', 'llm', 'llms'], doc: 'Language models' },
  tool: { aliases: ['tools', 'product', 'products'], doc: 'AI products' },
  feature: { aliases: ['features'], doc: 'Ways of using a tool' },
  level: { aliases: ['levels', 'usage level', 'usage levels'], doc: 'Levels of use' },
  quartile: {
    aliases: ['quartiles', 'quartile level', 'quartile levels'],
    doc: 'Quartile levels of a tool, by limits that stay',
  },
  asset: {
    aliases: ['assets', 'agent', 'agents', 'prompt', 'prompts'],
    doc: 'Shared prompts, tools and agents',
  },
}

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as readonly Dimension[]

export type OptionKey = 'by' | 'top' | 'compare' | 'vs' | 'per' | 'chart'

export const OPTIONS: Readonly<Record<OptionKey, FilterWord>> = {
  by: {
    aliases: ['group by', 'grouped by', 'split by'],
    doc: 'Split the numbers, one way or two',
    examples: ['by:model', 'by:team', 'by:team,model'],
    values: DIMENSION_NAMES,
  },
  top: {
    aliases: ['limit'],
    doc: 'Keep the largest rows of a split',
    examples: ['top:10'],
  },
  compare: {
    aliases: ['vs', 'versus', 'against', 'compared with', 'compared to'],
    doc: 'Set another team, tool, model … beside the one asked about',
    examples: ['team:eng compare:team:sales', 'compare:tool:chatgpt'],
  },
  vs: {
    aliases: ['versus', 'against', 'compare', 'compared with', 'compared to'],
    doc: 'Compare with other days: the same a year or a month earlier, or any',
    examples: ['vs:last year', 'vs:last month', 'vs:baseline', 'vs:2026-08-01..2026-08-31'],
    values: ['last year', 'last month', 'baseline'],
  },
  per: {
    aliases: [],
    doc: 'What one point of the line is; Monday weeks, calendar months',
    examples: ['per:day', 'per:week', 'per:month'],
    values: GRAINS,
  },
  chart: {
    aliases: ['picture', 'graph'],
    doc: 'Without a picture',
    examples: ['chart:none'],
    values: ['none'],
  },
}

export const OPTION_KEYS = Object.keys(OPTIONS) as readonly OptionKey[]

/** What a point of a line is called; the letters before an `s` or `ly` say which. */
export const GRAIN_WORDS: readonly string[] = GRAINS.flatMap((grain) => [grain, `${grain}s`])

export const LARGEST_TOP = 1000

export type MetricWord = Word & { readonly metrics: readonly MetricId[] }

const TOKENS = [
  'input_tokens',
  'cache_read_tokens',
  'cache_write_tokens',
  'output_tokens',
] as const satisfies readonly MetricId[]

const SINGLE: readonly (readonly [string, MetricWord])[] = Object.values(catalogue).map(
  ({ id, typed: { word, aliases, doc } }) => [word, { aliases, doc, metrics: [id] }],
)

/** Words that choose numbers. The first word that stands for exactly one metric is its name. */
export const METRICS: Readonly<Record<string, MetricWord>> = {
  ...Object.fromEntries(SINGLE.slice(0, 4)),
  tokens: { aliases: ['token'], doc: 'All four token counts', metrics: TOKENS },
  ...Object.fromEntries(SINGLE.slice(4)),
}

/** Words that say nothing: people write sentences. */
export const FILLERS: readonly string[] = (
  'a ai an and are did do does during for from give how in is me much of on our over please ' +
  'report show the usage use was we were what with within'
).split(' ')

/** Labels people put before a period or a metric; what follows says it all. */
export const LABELS: readonly string[] = ['period', 'range', 'dates', 'metric', 'metrics']

/** The longest command read; more is no question. */
export const LONGEST_TEXT = 2000

/** A word and everything else people type for it. */
export function spellings(word: string, { aliases }: Word): readonly string[] {
  return [word, ...aliases]
}
