import { counted } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { describePeriod } from '#core/time/describe.ts'

import type { Baseline } from './baseline.ts'

const MOST_SHOWN = 15

/** `before Copilot, 1 Jun – 31 Aug 2026, Sales/EMEA` */
export const baselineLine = ({ unit, says, ...days }: Baseline): string =>
  `${says}, ${describePeriod(days)}, ${unit ?? 'everyone'}`

/** What is pinned, the newest first. */
export function baselineMessage(all: readonly Baseline[], said?: string): Message {
  const summary =
    said ??
    (all.length === 0
      ? 'No baseline is pinned.'
      : `${counted(all.length, 'baseline is', 'baselines are')} pinned.`)
  const shown = all.slice(0, MOST_SHOWN).map((one) => `**${one.id}** · ${baselineLine(one)}`)
  const text =
    shown.length > 0
      ? shown.join('\n')
      : 'Admins pin the days before a roll-out: `baseline pin 2026-06-01..2026-08-31 "before Copilot"`.'
  return {
    title: 'Baselines',
    summary,
    parts: [
      { kind: 'text', text: summary },
      { kind: 'text', text },
      ...more(all.length - shown.length),
      ...(all.length === 0 ? [] : [{ kind: 'buttons', buttons: [COMPARE] } satisfies Part]),
    ],
  }
}

const COMPARE: Button = {
  label: 'Last week beside it',
  act: { kind: 'ask', command: '1w vs:baseline' },
}

const more = (left: number): readonly Part[] =>
  left <= 0 ? [] : [{ kind: 'note', text: `And ${counted(left, 'older one', 'older ones')}.` }]
