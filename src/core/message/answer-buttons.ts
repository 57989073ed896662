import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { changeOf } from '#core/insight/change.ts'
import { isSeats } from '#core/metric/seats-on.ts'

import { type Answered, primary } from './answered.ts'
import type { Button, Part } from './message.ts'
import { toldWider } from './told-wider.ts'

const PERIODS = [7, 30, 90] as const

const SPLITS: readonly { readonly by: 'model' | 'team' | 'user'; readonly label: string }[] = [
  { by: 'model', label: 'By model' },
  { by: 'team', label: 'By team' },
  { by: 'user', label: 'By person' },
]

/** What is likely to be asked next; never the question just answered. */
export function answerButtons(answered: Answered): Part {
  const { ask, labels, mayNamePeople } = answered
  // Two are compared whole.
  const { compare: _compare, also: _also, ...alone } = ask
  const periods = PERIODS.filter(
    (count) => ask.period.kind !== 'days' || ask.period.count !== count,
  ).map((count) => again(`${count} days`, overDays(ask, count)))
  const splits = SPLITS.filter(
    ({ by }) =>
      (by !== ask.by || ask.also !== undefined) &&
      // One model or one person has no split; one team has its sub-teams.
      (by === 'team' || labels[by]?.length !== 1) &&
      (by !== 'user' || mayNamePeople) &&
      // A seat is of a tool, not of a model.
      (by !== 'model' || !ask.metrics?.every(isSeats)),
  ).map(({ by, label }) => again(label, { ...alone, by }))
  return {
    kind: 'buttons',
    buttons: [
      ...wider(answered),
      ...periods,
      ...splits,
      ...why(answered),
      { label: 'CSV', act: { kind: 'csv', command: format(ask) } },
      { label: 'Keep', act: { kind: 'keep' } },
      { label: 'Share', act: { kind: 'share' } },
      { label: 'Subscribe', act: { kind: 'subscribe', command: format(ask) } },
      ...((ask.by === 'user' || ask.also === 'user') && mayNamePeople
        ? [{ label: 'Reveal', act: { kind: 'reveal' } } satisfies Button]
        : []),
    ],
  }
}

/** Where no tool in scope tells it: the same without what narrows it to them. */
function wider(answered: Answered): readonly Button[] {
  const command = toldWider(answered)
  return command === undefined ? [] : [{ label: command, act: { kind: 'ask', command } }]
}

/** Days and steps that were chosen for one period may not suit another. */
function overDays({ vs, per: _per, ...ask }: Ask, count: number): Ask {
  const period = { kind: 'days', count } as const
  return vs?.kind === 'last-year' ? { ...ask, period, vs } : { ...ask, period }
}

function again(label: string, ask: Ask): Button {
  return { label, act: { kind: 'ask', command: format(ask) } }
}

/** Where spend is spoken of and moved; it takes exact numbers. */
function why(answered: Answered): readonly Button[] {
  const { ask, span, mayNamePeople } = answered
  const headline = primary(answered)
  if (!mayNamePeople || headline?.metric !== 'spend') return []
  const { kind } = changeOf(headline, span)
  if (kind !== 'moved' && kind !== 'counted' && kind !== 'new') return []
  const { filters, period } = ask
  return [
    { label: 'Why?', act: { kind: 'ask', command: format({ kind: 'why', filters, period }) } },
  ]
}
