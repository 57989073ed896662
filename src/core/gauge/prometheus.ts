/** One thing that is measured, with a value for each set of labels. Labels name no person and no key. */
export type Gauge = {
  /** With its unit at the end: `ai_usage_siem_lag_seconds`. */
  readonly name: string
  readonly help: string
  /** A counter only grows. */
  readonly kind: 'gauge' | 'counter'
  readonly samples: readonly {
    readonly labels: Readonly<Record<string, string>>
    readonly value: number
  }[]
}

const escaped = (text: string) =>
  text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`)
const quoted = (text: string) => `"${escaped(text).replaceAll('"', String.raw`\"`)}"`

/** Prometheus' text format 0.0.4. What has no sample is left out. */
export function prometheusText(gauges: readonly Gauge[]): string {
  return gauges
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, kind, samples }) =>
      [
        `# HELP ${name} ${escaped(help)}`,
        `# TYPE ${name} ${kind}`,
        ...samples.map(({ labels, value }) => `${name}${braces(labels)} ${value}`),
        '',
      ].join('\n'),
    )
    .join('')
}

function braces(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}
