import type { Button, Message, Part } from '#core/message/message.ts'

import { echo } from './echo.ts'
import { DIMENSION_NAMES, FILTER_KEYS, FILTERS, METRICS, OPTIONS, spellings } from './grammar.ts'
import { PERIODS } from './periods.ts'
import { SECTION_KEYS, type SectionKey, SECTIONS } from './sections.ts'
import { slipOf } from './suggest.ts'

export const TOPICS = ['examples', 'filters', 'periods', 'by', 'metrics', 'commands'] as const
type Topic = (typeof TOPICS)[number]

/** Commands that show what can be asked, each a line on a phone. */
export const EXAMPLES: readonly { readonly command: string; readonly says: string }[] = [
  { command: '30d', says: 'everyone, the last 30 days' },
  { command: 'team:eng 30d', says: 'one team' },
  { command: 'by:model 90d', says: 'split by model' },
  { command: 'tool:chatgpt last month', says: 'one tool, last month' },
  { command: 'by:team top:10 spend 14w', says: 'the ten teams that spend most' },
]

type Page = { readonly head: string; readonly lines: readonly string[] }

const line = (code: string, says: string): string => `\`${code}\` ${says}`
const codes = (list: readonly string[]): string => list.map((it) => `\`${it}\``).join(' ')

const PLAIN: readonly string[] = [
  line('status', 'How the connectors fare'),
  line('contract', 'What was agreed with vendors'),
  line('privacy', 'What is promised to people'),
]

const PAGES: Readonly<Record<Topic, Page>> = {
  examples: { head: 'Examples', lines: EXAMPLES.map(({ command, says }) => line(command, says)) },
  filters: {
    head: 'Filters',
    lines: [
      ...FILTER_KEYS.map((key) => line(FILTERS[key].examples[0] ?? `${key}:`, FILTERS[key].doc)),
      line('team:eng,sales', 'Either of them'),
      line('team:"Sales / EMEA"', 'A name with spaces'),
    ],
  },
  periods: {
    head: 'Periods',
    lines: [
      ...PERIODS.map(({ examples, doc }) => `${codes(examples)} ${doc}`),
      'The calendar in words is read as days: this month, last quarter, Q3, October, since June.',
      'Without one: 30d.',
      `${codes(OPTIONS.vs.examples)} ${OPTIONS.vs.doc}`,
      `${codes(OPTIONS.per.examples)} ${OPTIONS.per.doc}`,
    ],
  },
  by: {
    head: 'Splits',
    lines: [
      ...DIMENSION_NAMES.map((name) => `\`by:${name}\``),
      line(OPTIONS.top.examples[0] ?? 'top:10', OPTIONS.top.doc),
      line('chart:none', OPTIONS.chart.doc),
      'The word export before or after a question: its numbers as a CSV file.',
      'With for:excel it opens in Excel with its accents right.',
      'A long file comes later: a message to you says how far it is.',
    ],
  },
  metrics: {
    head: 'Numbers',
    lines: [
      ...Object.entries(METRICS).map(([word, { doc }]) => line(word, doc)),
      'Without one: the main ones.',
    ],
  },
  commands: {
    head: 'Commands',
    lines: [
      ...PLAIN,
      ...SECTION_KEYS.map((key) => line(SECTIONS[key].examples[0] ?? key, SECTIONS[key].doc)),
    ],
  },
}

/** Of no use by one word alone, or known to those who are told of something that waits. */
const LATER: ReadonlySet<SectionKey> = new Set([
  'accuracy',
  'alert',
  'approvals',
  'baseline',
  'budget',
  'build',
  'costs reconcile',
  'limits',
  'notes',
  'save',
  'subscribe',
])
const ALONE = SECTION_KEYS.filter((key) => !LATER.has(key))

const OVERVIEW: readonly string[] = [
  `**Filters** ${codes(FILTER_KEYS.map((key) => `${key}:`))}`,
  `**Periods** ${codes(['7d', '14w', 'last month', 'today', '2026-07-01..2026-09-30'])}`,
  `**Splits** \`by:\` these (not group) or department; \`top:10\``,
  `**Numbers** ${codes(['spend', 'messages', 'people'])}`,
  `**Also** ${codes([...ALONE, 'status', 'contract', 'privacy'].toSorted())}; all: \`help commands\``,
]

const RUN: readonly Button[] = ['30d', 'by:team 30d', 'by:model 30d'].map((command) => ({
  label: command,
  act: { kind: 'ask', command },
}))

/** From lists, where a platform has forms. */
export const BUILD: Button = { label: 'Build a question', act: { kind: 'build' } }

/** How to ask: everything in short, or one topic in full. */
export function helpMessage(topic?: string): Message {
  const asked = topic === undefined ? undefined : topicOf(topic)
  return {
    title: 'How to ask about AI usage',
    summary: 'Say who, which days and how to split it, for example team:eng 30d by:model.',
    parts: asked ? page(asked) : overview(topic),
  }
}

function overview(unknown: string | undefined): readonly Part[] {
  const missing: readonly Part[] =
    unknown === undefined
      ? []
      : [
          {
            kind: 'text',
            text: `There is no help on ${echo(unknown)}. This is all of it in short.`,
          },
        ]
  const { lines } = PAGES.examples
  return [
    ...missing,
    { kind: 'text', text: lines.join('\n') },
    { kind: 'text', text: OVERVIEW.join('\n') },
    { kind: 'buttons', buttons: [...RUN, BUILD, ...topicButtons(['filters', 'periods'])] },
  ]
}

function page(topic: Topic): readonly Part[] {
  const { head, lines } = PAGES[topic]
  const others = TOPICS.filter((it) => it !== topic && it !== 'examples')
  return [
    { kind: 'text', text: [`**${head}**`, ...lines].join('\n') },
    { kind: 'buttons', buttons: [...RUN.slice(0, 1), ...topicButtons(others)] },
  ]
}

function topicButtons(topics: readonly Topic[]): readonly Button[] {
  return topics.map((topic) => ({
    label: `Help: ${PAGES[topic].head.toLowerCase()}`,
    act: { kind: 'help', topic },
  }))
}

/** Words people ask help by, and the page that has it. */
const PAGE_OF: ReadonlyMap<string, Topic> = new Map<string, Topic>([
  ...pages('filters', ['filter', ...FILTER_KEYS.flatMap((key) => spellings(key, FILTERS[key]))]),
  ...pages('metrics', ['metric', 'numbers', ...Object.keys(METRICS)]),
  ...pages('periods', ['period', 'time', 'dates', 'days', 'weeks']),
  ...pages('by', ['split', 'splits', 'top', 'export', 'csv', 'file', 'excel']),
  ...pages('examples', ['example']),
  ...TOPICS.flatMap((topic) => pages(topic, [topic])),
])

function pages(topic: Topic, words: readonly string[]): readonly [string, Topic][] {
  return words.map((word) => [word, topic])
}

function topicOf(asked: string): Topic | undefined {
  const word = asked.toLowerCase().replace(/:$/u, '').trim()
  return PAGE_OF.get(word) ?? slipOf(word, PAGE_OF)
}
