import type { Message, Part } from '#core/message/message.ts'
import { describeDay } from '#core/time/describe.ts'

import { cutWords } from './cut.ts'
import type { DigestFacts } from './facts.ts'
import { rankedAlone, told } from './finding.ts'
import { movesOf } from './moves.ts'
import type { View } from './view.ts'

const MOST_FINDINGS = 3

/** One view by itself: its question, what it found, its numbers and its chart. */
export function oneView(
  view: View,
  facts: DigestFacts,
  { zone, tool }: { readonly zone: string; readonly tool?: string | undefined },
): Message {
  const { week, whole } = facts
  const title = `${view.title} · ${whole.label} · week of ${describeDay(week.from)}`
  const looked = view.look({ facts, moves: movesOf(facts), alone: { tool } })
  if ('missing' in looked)
    return {
      title,
      summary: cutWords(looked.missing.replaceAll('`', ''), 200),
      parts: [{ kind: 'text', text: looked.missing }, back],
    }
  const { findings, quiet, shows } = looked
  const found = rankedAlone(findings).slice(0, MOST_FINDINGS)
  const [first] = found
  const chart = looked.chart ?? first?.chart
  return {
    title,
    summary: `${first?.says ?? quiet}.`,
    parts: [
      ...found.map((finding): Part => ({ kind: 'text', text: told(finding) })),
      ...(found.length === 0
        ? [{ kind: 'text', text: `${quiet}. Nothing stood out.` } satisfies Part]
        : []),
      ...(chart ? [{ kind: 'chart', chart } satisfies Part] : []),
      ...shows,
      {
        kind: 'note',
        text: `${view.question} Week of ${describeDay(week.from)}, Monday to Sunday, ${zone}.`,
      },
      back,
    ],
  }
}

const back: Part = {
  kind: 'buttons',
  buttons: [
    { label: 'Digest', act: { kind: 'ask', command: 'digest' } },
    { label: 'All views', act: { kind: 'ask', command: 'digest views' } },
  ],
}

const MOST_BUTTONS = 5

/** The views there are, and how each is asked for. */
export function viewList(views: readonly View[]): Message {
  return {
    title: 'Views of the digest',
    summary: `${views.length} views are looked at every Monday; each can be asked for by itself.`,
    parts: [
      {
        kind: 'text',
        text: views.map(({ id, question }) => `\`digest ${id}\` ${question}`).join('\n'),
      },
      {
        kind: 'buttons',
        buttons: [
          { label: 'Digest', act: { kind: 'ask', command: 'digest' } },
          ...views.slice(0, MOST_BUTTONS).map(({ id, title }) => ({
            label: title,
            act: { kind: 'ask', command: `digest ${id}` } as const,
          })),
        ],
      },
    ],
  }
}
