import type { Look } from '#core/access/look.ts'
import type { PersonBudget } from '#core/budget/budget.ts'
import { aboutYou } from '#core/budget/words.ts'
import { type Day, dayAt } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import { answerMessage } from './answer.ts'
import type { Answered } from './answered.ts'
import type { Button, Message, Part } from './message.ts'
import { title } from './title.ts'
import { inPeriod } from './when.ts'

const SHOWN = 10

const ROLE: Readonly<Record<string, string>> = {
  operator: 'Whoever runs AI Usage',
  admin: 'An admin',
  security: 'Someone of the security role',
}

const WHAT: Readonly<Record<Look['what'], string>> = {
  numbers: 'saw your numbers under your alias',
  file: 'took your numbers under your alias as a file',
  name: 'saw the name behind your alias',
  events: 'saw entries of audit logs under your alias',
}

/** Someone's own numbers, and who looked at them. */
export function meMessage(
  answered: Answered,
  {
    looks,
    budgets = [],
    command,
    empty,
  }: {
    readonly looks: readonly Look[]
    /** Of their use, by whoever made them. */
    readonly budgets?: readonly PersonBudget[]
    readonly command: string
    readonly empty: boolean
  },
): Message {
  const nothing = `No use of yours is recorded ${inPeriod(answered)}.`
  const { parts, summary } = empty ? { parts: [], summary: nothing } : answerMessage(answered)
  const numbers = parts.filter(({ kind }) => kind !== 'buttons')
  return {
    title: title(answered),
    summary,
    parts: [
      ...numbers,
      ...looked(looks, answered.zone),
      ...budgeted(budgets, answered.zone),
      buttons(answered, command, empty),
    ],
  }
}

/** By role alone: who it was stays with the audit trail. */
function looked(looks: readonly Look[], zone: string): readonly Part[] {
  if (looks.length === 0) return [{ kind: 'text', text: 'Nobody has asked about you one by one.' }]
  const said = looks.map(({ at, role, what }) => {
    const day: Day = dayAt(at, zone)
    return `${describeDay(day)}: ${ROLE[role] ?? 'Someone'} ${WHAT[what]}`
  })
  const counted = [...Map.groupBy(said, (line) => line)].map(([line, { length: times }]) =>
    times === 1 ? `${line}.` : `${line}, ${times} times.`,
  )
  const lines = counted.slice(0, SHOWN)
  const rest = counted.length > SHOWN ? ['Earlier ones are left out here.'] : []
  return [{ kind: 'text', text: ['**Who looked**', ...lines, ...rest].join('\n') }]
}

function budgeted(budgets: readonly PersonBudget[], zone: string): readonly Part[] {
  if (budgets.length === 0) return []
  const lines = budgets.slice(0, SHOWN).map((one) => aboutYou(one, zone))
  const rest = budgets.length > SHOWN ? ['Earlier ones are left out here.'] : []
  return [{ kind: 'text', text: ['**Budgets of your use**', ...lines, ...rest].join('\n') }]
}

const PERIODS = [7, 30, 90] as const

function buttons({ ask }: Answered, command: string, empty: boolean): Part {
  const others = PERIODS.filter(
    (count) => ask.period.kind !== 'days' || ask.period.count !== count,
  ).map((count): Button => ({
    label: `${count} days`,
    act: { kind: 'ask', command: `me ${count}d` },
  }))
  const file: readonly Button[] = empty ? [] : [{ label: 'CSV', act: { kind: 'csv', command } }]
  return { kind: 'buttons', buttons: [...others, ...file] }
}
