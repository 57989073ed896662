import { account } from '#core/message/account.ts'
import { listed } from '#core/message/english.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { dayAt } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { BudgetCrossing, BudgetSpec, BudgetState, PersonBudget } from './budget.ts'

const EACH = { day: 'a day', week: 'a week', month: 'a month' } as const

/** `$200 a month in chatgpt`, `500 messages a week` */
export function budgetWords({ metric, amount, per, filters }: BudgetSpec): string {
  const { name, format, unit } = catalogue[metric]
  const what = unit === 'usd_micros' ? '' : ` ${name.toLowerCase()}`
  const { tool = [], model = [] } = filters
  const where = [...tool, ...model]
  const of = where.length === 0 ? '' : ` in ${listed(where)}`
  return `${format(amount)}${what} ${EACH[per]}${of}`
}

const MOST_REACHED = 3

/** `Reached 80% on 5 Nov 2026, 50% on 3 Nov 2026.` The last of them. */
export function reachedWords(reached: readonly BudgetCrossing[]): string {
  if (reached.length === 0) return 'It has not been reached.'
  const steps = reached
    .slice(0, MOST_REACHED)
    .map(({ percent, on }) => `${percent}% on ${describeDay(on)}`)
  return `Reached ${steps.join(', ')}${reached.length > MOST_REACHED ? ', and before' : ''}.`
}

const NOW: Readonly<Record<BudgetState, string>> = {
  off: 'It is off: nobody is told.',
  on: 'It is on: they alone are told.',
  paused: 'It is paused, since they may not see people one by one any more.',
  removed: 'It was removed',
}

/** What whom it is about reads of it. */
export function aboutYou(budget: PersonBudget, zone: string): string {
  const { spec, maker, state, at, changedAt, reached } = budget
  const on = (instant: number) => describeDay(dayAt(instant, zone))
  const now = state === 'removed' ? `${NOW.removed} on ${on(changedAt)}.` : NOW[state]
  return `${on(at)}: ${account(`${maker.platform}:${maker.workspace}/${maker.id}`)} set a budget of ${budgetWords(spec)} on your use. ${now} ${reachedWords(reached)}`
}
