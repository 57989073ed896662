import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { gaugeChart } from '#core/chart/build-gauge.ts'
import { courseChart, intervalsChart } from '#core/chart/build-intervals.ts'
import {
  heatChart,
  lorenzChart,
  multiplesChart,
  scatterChart,
  stripChart,
} from '#core/chart/build-many.ts'
import {
  barsChart,
  changesChart,
  compareChart,
  linesChart,
  shareChart,
  stacksChart,
} from '#core/chart/build.ts'
import type { Chart } from '#core/chart/chart.ts'
import type { Act, Part } from '#core/message/message.ts'
import { renderSlack } from '#slack/render.ts'
import { ANSWERED } from '#teams/press.ts'
import { renderTeams } from '#teams/render.ts'

const FILE = 'docs/teams.md'
const [BEGIN, END] = ['<!-- parity -->\n', '<!-- /parity -->']

const frame = { title: 'Spend', subtitle: 'Spend per week', footer: '', unit: 'count' } as const
const weeks = ['2026-10-26', '2026-11-02']
const points = weeks.map((from, at) => ({ from, value: at + 1 }))
const rows = ['A', 'B'].map((label) => ({ key: label, label, now: 2, before: 1, series: [1, 2] }))

/** One of each; a kind that is not here does not compile. */
const CHARTS: { readonly [Kind in Chart['kind']]: Chart } = {
  lines: linesChart({ ...frame, grain: 'week', now: points, before: points }),
  bars: barsChart({ ...frame, head: 'Team', beforeHead: 'before', rows }),
  share: shareChart({ ...frame, grain: 'week', buckets: weeks, rows }),
  stacks: stacksChart({
    ...frame,
    head: 'Team',
    parts: rows.map((row) => ({ bar: row, part: row, now: 1 })),
  }),
  changes: changesChart({ ...frame, rows: [{ label: 'People', change: -1 }] }),
  compare: compareChart({
    ...frame,
    grain: 'week',
    buckets: weeks,
    series: ['A', 'B'].map((label) => ({ label, values: [1, 2] })),
  }),
  multiples: multiplesChart({ ...frame, grain: 'week', buckets: weeks, rows }),
  heat: heatChart({ ...frame, grain: 'week', buckets: weeks, rows }),
  strip: stripChart({
    ...frame,
    grain: 'week',
    buckets: weeks,
    tiles: [{ label: 'Spend', value: '$1', told: '', values: [1, 2], unit: 'usd_micros' }],
  }),
  scatter: scatterChart({
    ...frame,
    xUnit: 'count',
    xHead: 'Messages',
    yHead: 'Spend',
    points: [{ key: 'A', label: 'A', x: 1, y: 2 }],
  }),
  lorenz: lorenzChart({ ...frame, xHead: 'People', yHead: 'Messages', tenths: [0.6, 1] }),
  gauge: gaugeChart({ ...frame, used: 3, whole: 4, usedHead: 'in use', wholeHead: 'paid for' }),
  intervals: intervalsChart({
    ...frame,
    head: 'more',
    rows: [{ label: 'A', value: 1, low: 0.5, high: 1.5, told: true }],
  }),
  course: courseChart({
    ...frame,
    head: 'weeks',
    steps: [{ at: 0, value: 1, low: 0.5, high: 1.5 }],
  }),
}

const RING = shareChart({
  ...frame,
  grain: 'week',
  buckets: weeks.slice(0, 1),
  rows: rows.map((row) => ({ ...row, series: [1] })),
})

const ACTS: { readonly [Kind in Act['kind']]: Act } = {
  ask: { kind: 'ask', command: '30d' },
  csv: { kind: 'csv', command: '30d' },
  build: { kind: 'build' },
  keep: { kind: 'keep' },
  share: { kind: 'share' },
  unshare: { kind: 'unshare', ref: 'b222' },
  'ask-for-access': { kind: 'ask-for-access' },
  help: { kind: 'help' },
  reveal: { kind: 'reveal' },
  open: { kind: 'open', url: 'https://vendor.example/log' },
  subscribe: { kind: 'subscribe', command: '30d' },
  edit: { kind: 'edit', command: 'subscriptions edit 3 30d weekly monday 09:00 to:me' },
}

const PARTS: { readonly [Kind in Part['kind']]: readonly (readonly [string, Part])[] } = {
  text: [['text', { kind: 'text', text: 'Words' }]],
  facts: [['facts', { kind: 'facts', facts: [{ label: 'Spend', value: '$1' }] }]],
  table: [['table', { kind: 'table', head: ['Team'], rows: [['A']] }]],
  chart: [
    ...Object.entries(CHARTS).map(
      ([kind, chart]) => [`chart: ${kind}`, { kind: 'chart', chart }] as const,
    ),
    ['chart: share of one week', { kind: 'chart', chart: RING }],
  ],
  buttons: Object.values(ACTS).map(
    (act) => [`button: ${act.kind}`, { kind: 'buttons', buttons: [{ label: 'It', act }] }] as const,
  ),
  note: [['note', { kind: 'note', text: 'Small print' }]],
}

type Typed = {
  readonly type: string
  readonly fallback?: unknown
  readonly items?: readonly Typed[]
}

const inTeams = (part: Part): string => {
  const body = renderTeams(
    { title: '', summary: '', parts: [part] },
    { personal: false, picture: 'data:image/png;base64,AA==' },
  ) as readonly Typed[]
  const drawn = body.flatMap((element) => element.items?.slice(0, 1) ?? [element])
  return drawn.map(({ type, fallback }) => (fallback ? `${type}, else Image` : type)).join(', ')
}

const inSlack = (part: Part): string =>
  renderSlack(
    { title: '', summary: '', parts: [part] },
    { picture: { kind: 'image-block', file: 'F1' }, tables: 'block', dm: false },
  )
    .map(({ type }) => type)
    .join(', ')

/** What a press does where it is pressed. */
const answered = (part: Part): string => {
  const [button] = part.kind === 'buttons' ? part.buttons : []
  if (button === undefined) return ''
  return ANSWERED[button.act.kind] === 'instead'
    ? ' (the card is replaced)'
    : ' (said below the card)'
}

const code = (text: string) => (text === '' ? 'not offered' : `\`${text}\``)

function table(): string {
  const lines = Object.values(PARTS)
    .flat()
    .map(([name, part]) => {
      const teams = inTeams(part)
      return `| ${name} | ${code(inSlack(part))} | ${code(teams)}${teams === '' ? '' : answered(part)} |`
    })
  return ['| part | Slack | Teams |', '|---|---|---|', ...lines, ''].join('\n')
}

// To write it anew: npx vitest run test/teams/parity.test.ts --update
test('docs/teams.md says what each renderer makes of each part and button', async () => {
  const text = readFileSync(FILE, 'utf8')
  const [before = '', rest = ''] = text.split(BEGIN)
  const after = rest.split(END)[1] ?? ''
  await expect(`${before}${BEGIN}\n${table()}\n${END}${after}`).toMatchFileSnapshot(`../../${FILE}`)
})

test('whatever Slack shows, Teams shows', () => {
  const missing = Object.values(PARTS)
    .flat()
    .filter(([, part]) => inSlack(part) !== '' && inTeams(part) === '')
    .map(([name]) => name)
  expect(missing).toEqual([])
})
