import type { Crossing, DayValue } from '#core/alert/crossing.ts'
import type { PeriodSpec } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { counted } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'
import type { Period } from '#core/time/period.ts'

import { budgetCrossings, type PersonBudget } from './budget.ts'
import { budgetWords, reachedWords } from './words.ts'

const ask = (label: string, command: string, style?: 'primary'): Button => ({
  label,
  act: { kind: 'ask', command },
  ...(style && { style }),
})
const note = (text: string): Part => ({ kind: 'note', text })

const ALONE =
  'Only you are told, here. Whom it is about sees with `me` that you made it, how much it is and when it was reached; nobody else does.'
const MOST_LISTED = 12
const MOST_WITH_BUTTONS = 5

type Told = Pick<PersonBudget, 'id' | 'alias' | 'spec'>

/** One that was just made, and what it would have told of these days: whoever made it decides on that. */
export function madeMessage(
  { id, alias, spec }: Told,
  { days, period }: { readonly days: readonly DayValue[]; readonly period: Period },
): Message {
  const found = budgetCrossings(spec, days).filter(({ on }) => on >= period.from)
  const shown = found.slice(-MOST_LISTED)
  const known = days.filter(({ value }) => value !== null).length
  const when = describePeriod(period)
  return {
    title: `Budget ${id}: ${budgetWords(spec)}`,
    summary:
      known === 0
        ? `Nobody can tell what it would have told you in ${when}: no day is known. It is off.`
        : found.length === 0
          ? `It would have told you nothing in ${when}. It is off.`
          : `It would have told you ${counted(found.length, 'thing')} in ${when}. It is off.`,
    parts: [
      { kind: 'text', text: `Of ${alias}.` },
      ...(shown.length === 0
        ? []
        : [
            {
              kind: 'table',
              head: ['When', 'Reached', 'Told of'],
              rows: shown.map(({ from, to, on, percent }) => [
                from === to ? describeDay(from) : describePeriod({ from, to }),
                `${percent}%`,
                describeDay(on),
              ]),
            } as const,
          ]),
      note(
        `${known} of ${days.length} days are known; what is not is not taken for nothing. Only complete days count. ${ALONE}`,
      ),
      {
        kind: 'buttons',
        buttons: [
          ask('Switch it on', `budget enable ${id}`, 'primary'),
          ask('Remove it', `budget remove ${id}`),
          ask('Budgets', 'budget'),
        ],
      },
    ],
  }
}

const STATE = {
  off: 'off',
  on: 'on',
  paused: 'paused: you could not see people one by one any more',
  removed: 'removed',
} as const

/** Someone's own budgets. */
export function budgetsMessage(own: readonly PersonBudget[]): Message {
  const on = own.filter(({ state }) => state === 'on').length
  const summary =
    own.length === 0
      ? 'You have set no budget on one person’s use.'
      : `You have set ${counted(own.length, 'budget')}, ${on} of them on.`
  return {
    title: 'Budgets of one person',
    summary,
    parts: [
      ...own.flatMap((one, n): readonly Part[] => [
        {
          kind: 'text',
          text: `**${one.id}** · ${one.alias} · ${budgetWords(one.spec)} · ${STATE[one.state]}\n${reachedWords(one.reached)}`,
        },
        ...(n < MOST_WITH_BUTTONS ? [buttons(one)] : []),
      ]),
      note(
        own.length === 0
          ? 'Type for example `budget $200 user:p-6kz6ex per:month`. A budget of a team, a tool or everyone: `alert budget $5,000 team:eng`.'
          : ALONE,
      ),
    ],
  }
}

const buttons = ({ id, alias, spec, state }: PersonBudget): Part => ({
  kind: 'buttons',
  buttons: [
    state === 'on'
      ? ask(`Switch off ${id}`, `budget disable ${id}`)
      : ask(`Switch on ${id}`, `budget enable ${id}`),
    ask(`Remove ${id}`, `budget remove ${id}`),
    ask(`Look ${id}`, lookAt({ alias, spec }, { kind: 'days', count: 30 })),
  ],
})

/** The question whose answer shows the numbers, and by Reveal the name. */
const lookAt = ({ alias, spec }: Pick<Told, 'alias' | 'spec'>, period: PeriodSpec): string => {
  const { metric, filters } = spec
  return format({ kind: 'ask', filters: { user: [alias], ...filters }, metrics: [metric], period })
}

/** A step was reached. The summary, which a locked phone shows, says neither whose nor how much. */
export function reachedMessage({ id, alias, spec }: Told, crossing: Crossing): Message {
  const { from, to, on, percent, overrun, unknown } = crossing
  const all = percent === 100
  const look = lookAt({ alias, spec }, { kind: 'range', from, to: on })
  return {
    title: `Budget ${id}`,
    summary: all ? 'A budget of yours is used up.' : `A budget of yours has reached ${percent}%.`,
    parts: [
      {
        kind: 'facts',
        facts: [
          { label: 'Who', value: alias },
          { label: 'Budget', value: budgetWords(spec) },
          { label: 'In', value: from === to ? describeDay(from) : describePeriod({ from, to }) },
          { label: all ? 'Used up on' : `${percent}% reached on`, value: describeDay(on) },
          ...(all
            ? []
            : [
                overrun === null
                  ? { label: 'At this pace', value: 'lasts, or too early to say' }
                  : { label: 'Used up, at this pace', value: describeDay(overrun) },
              ]),
          ...(unknown > 0 ? [{ label: 'Days not known', value: String(unknown) }] : []),
        ],
      },
      {
        kind: 'buttons',
        buttons: [
          ask('Look', look),
          ask('Switch it off', `budget disable ${id}`),
          ask('Budgets', 'budget'),
        ],
      },
      note(`From complete days. ${ALONE}`),
    ],
  }
}

/** To its maker, who has lost the right: about nobody. */
export function pausedMessage(id: number): Message {
  const summary = `Budget ${id} is paused: you may not see people one by one any more.`
  return {
    title: `Budget ${id}`,
    summary,
    parts: [
      {
        kind: 'text',
        text: `${summary} You are told nothing more of it. With the person permission you can switch it on again: \`budget enable ${id}\``,
      },
    ],
  }
}
