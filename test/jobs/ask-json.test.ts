import { expect, test } from 'vitest'

import type { Measurement, MetricId } from '#core/metric/metric.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { reportSchema } from '#jobs/report-schema.ts'
import { dollars } from '#test/core/message/given.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { measured, measurement, span, spread } from '#test/support/measured.ts'

import { compactJson, fieldTable } from './ask-json.ts'

const twoDays = span('2026-11-19', '2026-11-20')

const coverage = { tools: ['chatgpt', 'github-copilot'], cannot: [] }

function split(of: Measurement, nobodys: number, nobodysBefore: number): Measurement {
  const [now, before] = [of.now ?? 0, of.before ?? 0]
  const mini = { now: Math.round(now / 6), before: Math.round(before / 6) }
  const rows = [
    { key: null, label: 'unattributed', now: nobodys, before: nobodysBefore },
    { key: 'gpt-5-mini', label: 'gpt-5-mini', ...mini },
    {
      key: 'gpt-5',
      label: 'gpt-5',
      now: now - mini.now - nobodys,
      before: before - mini.before - nobodysBefore,
    },
  ]
  return { ...of, by: { dimension: 'model', rows } }
}

const plain = (metric: MetricId, now: number, before: number) =>
  split(
    measurement(metric, { now: spread(now), before: spread(before), span: twoDays }, { coverage }),
    0,
    0,
  )

const example = measured(
  [
    split(
      measurement(
        'spend',
        { now: spread(dollars(310)), before: spread(dollars(280)), span: twoDays },
        {
          unpricedTokenShare: 0.06,
          byBasis: { billed: dollars(220), estimated: dollars(90), credits: 0 },
          coverage: { tools: ['chatgpt'], cannot: ['github-copilot'] },
        },
      ),
      dollars(10),
      0,
    ),
    {
      ...plain('active_people', 40, 38),
      now: 31,
      before: 30,
      comparable: { now: 31, before: 30, days: 2, workingDaysNow: 2, workingDaysBefore: 2 },
    },
    plain('messages', 820, 790),
    plain('sessions', 96, 101),
    plain('input_tokens', 1_240_000, 1_190_000),
    plain('cache_read_tokens', 610_000, 480_000),
    plain('cache_write_tokens', 52_000, 50_000),
    plain('output_tokens', 340_000, 335_000),
  ],
  {
    tools: [
      { tool: 'chatgpt', dataThrough: '2026-11-20', bucketZone: 'UTC' },
      { tool: 'github-copilot', dataThrough: '2026-11-20', bucketZone: 'UTC' },
    ],
  },
)

const COMMAND = 'team:eng by:model 2026-11-19..2026-11-20'

test('docs/ask-json.md shows a real answer and every field of its schema', async () => {
  const house = memoryHouse({ measured: example, aliases: { eng: 'Engineering' } })
  const { report } = await answerCommand(house)(asks(COMMAND))
  expect(reportSchema.parse(report)).toEqual(report)
  await expect(`# \`ai-usage ask --json\`

One JSON object on standard output and nothing else there. Exit code 0: answered, an empty result
too. 2: not understood, a name that is not known, or \`--chart\` where the answer has no chart; the
message is on standard error, and the answer, if there is one, was printed. 1: a fault.

- The same question over the same data gives the same bytes.
- \`null\` is a number that cannot be known. It is never 0, and 0 is never unknown.
- Numbers are whole, but for averages, ratios and shares. Money is in millionths of a US dollar (\`usd_micros\`).
- A number of people is distinct over its period: the days of a series do not add up to it, nor do groups.
- A ratio (\`ratio\`, \`share\`, \`usd_micros_each\`) is what \`madeOf\` lists, the first divided by the others; neither buckets nor groups add up to it.
- For all other numbers the rows of \`by\`, with the \`null\` key, add up to \`now\`, to the micro-dollar.
- People are aliases. \`ask\` without \`--as\` is the local \`operator\`.
- Compute changes from \`comparable\`: the days that are known in both periods.
- Fields are added over time; none is renamed, removed or given another meaning. Ignore those you do not know.

## Example

\`ai-usage ask "${COMMAND}" --json\`

\`\`\`json
${compactJson(report)}
\`\`\`

## Fields

${fieldTable(reportSchema)}
`).toMatchFileSnapshot('../../docs/ask-json.md')
})
