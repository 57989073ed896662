import type { Unit } from '#core/metric/metric.ts'

import { catalogue } from './catalogue.ts'
import type { MetricDefinition } from './definition.ts'

const UNITS: Readonly<Record<Unit, string>> = {
  count: 'a count',
  people: 'people',
  tokens: 'tokens',
  usd_micros: 'whole millionths of a US dollar',
}

const RISES: Readonly<Record<MetricDefinition['rise'], string>> = {
  good: 'good news',
  bad: 'bad news',
  neutral: 'just news',
}

/** `docs/metrics.md`: what each number means, from the catalogue. */
export function metricReference(): string {
  return `# Metrics

What each number means. A number that cannot be known is \`null\` in JSON and "not known" in chat; it is
never 0. A count of distinct people is never a sum of days.

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
- **Counts**: ${metric.counts.join('; ')}
- **Does not count**: ${metric.doesNotCount.join('; ')}`
}
