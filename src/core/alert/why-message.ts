import { capitalised, counted, grouped } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'

import type { Tally } from './alert.ts'
import { allowWords } from './allow.ts'
import { typed } from './buttons.ts'
import type { Exception } from './except.ts'
import { lowered } from './message.ts'
import { isTold } from './tally.ts'

/** What a reason means, as people read it. */
const REASONS: Readonly<Record<string, string>> = {
  new: 'told: it was new',
  more: 'told: there were more of it',
  'told lately': 'not told yet: its message had changed less than five minutes before',
  silenced: 'not told: somebody silenced it',
  acknowledged: 'not told: somebody has it',
  'nothing new': 'not told: it is known already',
  old: 'not told: it had happened more than three days before it came here',
  'said by a higher one': 'not told: a higher step of the same budget was',
  'no data': 'not told: nothing is known of that tool just now',
}

const ALLOWED = 'allowed: '

/** What became of what a rule found in the last week, and what it passes over. */
export function whyMessage(
  rule: string,
  {
    state,
    finds,
    tallied,
    exceptions,
  }: {
    /** `on, to #security` */
    readonly state: string
    /** What it looks for. */
    readonly finds: string
    readonly tallied: readonly Tally[]
    readonly exceptions: readonly Exception[]
  },
): Message {
  const own = tallied.filter((one) => one.rule === rule)
  const found = own.reduce((sum, { events }) => sum + events, 0)
  const told = own.reduce((sum, tally) => (isTold(tally) ? sum + tally.events : sum), 0)
  const passed = exceptions.filter((one) => one.rule === rule)
  return {
    title: `Why ${rule} told what it did`,
    summary:
      found === 0
        ? `It is ${state}, and found nothing in the last 7 days.`
        : `It is ${state}. Of ${counted(found, 'thing')} it found in the last 7 days, it told ${grouped(told)}.`,
    parts: [
      { kind: 'text', text: `What it looks for: ${lowered(finds)}.` },
      ...(own.length > 0
        ? [
            {
              kind: 'table',
              head: ['How many', 'What became of them'],
              rows: own.map(({ reason, events }) => [grouped(events), inWords(reason)]),
            } satisfies Part,
          ]
        : []),
      {
        kind: 'note',
        text:
          passed.length > 0
            ? `It passes over ${passed.map((one) => `\`${allowWords(one)}\``).join(', ')}. Take one back with \`alert allow remove ${allowWords(passed[0] ?? { kind: 'tool', pattern: '' })} rule:${rule}\`.`
            : `It passes over nothing. Have it do so with \`alert allow tool:NAME rule:${rule}\`.`,
      },
      {
        kind: 'buttons',
        buttons: [typed('Allowed', 'alert allow list'), typed('Rules', 'alerts rules')],
      },
    ],
  }
}

const inWords = (reason: string): string =>
  reason.startsWith(ALLOWED)
    ? `not told: allowed by \`${reason.slice(ALLOWED.length)}\``
    : (REASONS[reason] ?? capitalised(reason))
