import type { Unit } from '#core/metric/metric.ts'

import { catalogue } from './catalogue.ts'
import type { MetricDefinition } from './definition.ts'

/** What a unit is, as the documentation says it. */
export const UNITS: Readonly<Record<Unit, string>> = {
  count: 'a count',
  people: 'people',
  tokens: 'tokens',
  characters: 'characters',
  usd_micros: 'whole millionths of a US dollar',
  usd_micros_each: 'whole millionths of a US dollar, for each; does not add up',
  usd_micros_month: 'whole millionths of a US dollar, a month; as of a day',
  seats: 'seats; as of a day',
  seconds: 'seconds; does not add up',
  ratio: 'a number; does not add up',
  share: 'a share from 0 to 1, shown in percent; does not add up',
}

export const RISES: Readonly<Record<MetricDefinition['rise'], string>> = {
  good: 'good news',
  bad: 'bad news',
  neutral: 'just news',
}

/** `docs/metrics.md`: what each number means, from the catalogue. */
export function metricReference(): string {
  return `# Metrics

What each number means. A number that cannot be known is \`null\` in JSON and "not known" in chat; it is
never 0. A count of distinct people is never a sum of days. A ratio is one sum over another, of the same
tools and known days, and never a mean of ratios; it is not known where the lower number is 0.

Type a metric by its id or in other words, with any filter, period and split:
\`cost per message team:eng 90d\`. \`metrics\` lists them in chat.

${Object.values(catalogue).map(section).join('\n\n')}

---

Generated from \`src/core/metric/\`. After changing it, run
\`npx vitest run test/core/docs.test.ts --update\`.
`
}

function section(metric: MetricDefinition): string {
  return `## ${metric.name} (\`${metric.id}\`)

${metric.definition}

- **Formula**: ${metric.formula}
- **Unit**: ${UNITS[metric.unit]}
- **A rise is** ${RISES[metric.rise]}
- **Reported by**: ${metric.reportedBy}
- **Also typed as**: ${metric.typed.aliases.join(', ')}
- **Counts**: ${metric.counts.join('; ')}
- **Does not count**: ${metric.doesNotCount.join('; ')}`
}
