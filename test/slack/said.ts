import type { Message } from '#core/message/message.ts'

export const CHART: Message['parts'][number] = {
  kind: 'chart',
  chart: {
    kind: 'lines',
    grain: 'week',
    title: 'Spend rose to $4,210',
    subtitle: 'Spend per week',
    footer: 'Data through 2026-11-20',
    alt: 'Weekly spend of Engineering: from $900 to $1,200.',
    unit: 'usd_micros',
    now: [
      { from: '2026-10-26', value: 900_000_000 },
      { from: '2026-11-02', value: 1_200_000_000 },
    ],
    before: [
      { from: '2026-10-12', value: 800_000_000 },
      { from: '2026-10-19', value: 850_000_000 },
    ],
  },
}

export const ANSWER: Message = {
  title: 'Engineering, last 30 days',
  summary: 'Engineering spent $4,210 on AI, up 8 %.',
  parts: [
    { kind: 'text', text: 'Engineering spent **$4,210** on AI, up 8 %.' },
    { kind: 'facts', facts: [{ label: 'Spend', value: '$4,210', change: '▲ 8 %' }] },
    CHART,
    {
      kind: 'buttons',
      buttons: [
        { label: '7 days', act: { kind: 'ask', command: 'team:eng 7d' } },
        { label: 'Keep', act: { kind: 'keep' } },
        { label: 'CSV', act: { kind: 'csv', command: 'team:eng 30d' } },
      ],
    },
    { kind: 'note', text: 'Data through 2026-11-20.' },
  ],
}

export const REFUSED: Message = {
  title: 'Not for you yet',
  summary: 'Only admins can ask.',
  parts: [
    { kind: 'text', text: 'Only admins can ask.' },
    {
      kind: 'buttons',
      buttons: [{ label: 'Ask for access', act: { kind: 'ask-for-access' } }],
    },
  ],
}
