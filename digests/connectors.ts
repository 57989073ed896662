import type { StreamStatus } from '#core/collect/status.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { counted } from '#core/message/english.ts'
import { describeDay } from '#core/time/describe.ts'

const TROUBLE = new Set<StreamStatus['health']['kind']>(['failing', 'behind'])

export const connectors = defineView({
  id: 'connectors',
  title: 'Connector health',
  question: 'Is everything collected that the numbers rest on?',
  needs: 'a connector that is set up (docs/connectors.md)',
  advice: 'Mend what is behind before its vendor forgets',
  chart: 'none',
  look: ({ facts }) => {
    const { streams } = facts
    if (streams === null)
      return { missing: 'Connectors are shown to admins with the person permission, in private.' }
    const on = streams.filter(({ health }) => health.kind !== 'off')
    if (on.length === 0)
      return { missing: 'No connector is set up: all numbers come from files. See `status`.' }
    const troubled = on.filter(({ health }) => TROUBLE.has(health.kind))
    return {
      looked: on.length,
      findings: troubled.map(finding),
      shows: [
        {
          kind: 'table',
          head: ['Stream', 'Health', 'Data to'],
          rows: on
            .slice(0, 20)
            .map(({ title, stream, health, dataThrough }) => [
              `${title} ${stream}`,
              health.kind,
              dataThrough === null ? '–' : describeDay(dataThrough),
            ]),
        },
      ],
      quiet:
        troubled.length === 0
          ? `${counted(on.length, 'stream')} ${on.length === 1 ? 'is' : 'are'} collected, none in trouble`
          : `${counted(troubled.length, 'stream')} of ${on.length} ${troubled.length === 1 ? 'is' : 'are'} in trouble`,
    }
  },
})

const finding = ({ connector, stream, title, health }: StreamStatus): Finding => ({
  view: 'connectors',
  key: `connectors|${connector}|${stream}|${health.kind}`,
  unit: null,
  says: `${title} (${stream}) is ${health.kind}: its numbers are not complete`,
  more: health.says.endsWith('.') ? health.says : `${health.says}.`,
  // What everything rests on: as if a tenth of the company were touched.
  effect: { people: Number.MAX_SAFE_INTEGER, micros: 0 },
  confidence: 1,
  novelty: 0.3,
  action: health.fix ?? 'Type status to see what it needs.',
  expected: { kind: 'arithmetic', says: 'its days are complete again' },
  command: 'status',
  button: 'Status',
})
