import { metricWord } from '#core/command/metric-words.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { RISES, UNITS } from '#core/metric/reference.ts'

import type { Button, Message } from './message.ts'

/** The catalogue in lines, or the definition of one number in full. */
export function metricsMessage(metric?: MetricId): Message {
  return metric === undefined ? list() : definition(metric)
}

function list(): Message {
  const all = Object.values(catalogue)
  const lines = all.map(({ id, typed }) => `\`${metricWord(id)}\` ${typed.doc}`)
  return {
    title: 'What can be measured',
    summary: `There are ${all.length} numbers; each takes a period, filters and a split, like cost per message team:eng 90d.`,
    parts: [
      { kind: 'text', text: lines.join('\n') },
      {
        kind: 'note',
        text: 'Type metrics and a number for its definition. A ratio is one sum over another of the same tools and known days, never a mean of ratios.',
      },
      { kind: 'buttons', buttons: [shows('cost_per_person'), shows('messages_per_session')] },
    ],
  }
}

function definition(metric: MetricId): Message {
  const { name, unit, formula, rise, counts, doesNotCount, ...more } = catalogue[metric]
  const { aliases } = more.typed
  const ask = `${metricWord(metric)} 30d`
  return {
    title: name,
    summary: more.definition,
    parts: [
      {
        kind: 'text',
        text: [
          more.definition,
          `**Formula** ${formula}`,
          `**Unit** ${UNITS[unit]}`,
          `**A rise is** ${RISES[rise]}`,
          `**Counts** ${counts.join('; ')}`,
          `**Does not count** ${doesNotCount.join('; ')}`,
          `**Reported by** ${more.reportedBy}`,
          `**Type** \`${metricWord(metric)}\`, or ${aliases.join(', ')}`,
        ].join('\n'),
      },
      {
        kind: 'buttons',
        buttons: [
          { label: ask, act: { kind: 'ask', command: ask } },
          { label: 'All numbers', act: { kind: 'ask', command: 'metrics' } },
        ],
      },
    ],
  }
}

function shows(metric: MetricId): Button {
  const command = `metrics ${metricWord(metric)}`
  return { label: catalogue[metric].name, act: { kind: 'ask', command } }
}
