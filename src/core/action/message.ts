import { echo } from '#core/command/echo.ts'
import { metricWord } from '#core/command/metric-words.ts'
import { account } from '#core/message/account.ts'
import { capitalised, counted, listed } from '#core/message/english.ts'
import type { Button, Fact, Message, Part } from '#core/message/message.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import { formatValue } from '#core/metric/format.ts'
import { addDays, addMonths, type Day, firstOfMonth } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import type { Action, ActionState, Outcome } from './action.ts'
import { drawText, offer } from './draw-words.ts'
import { qualifying } from './draw.ts'
import { judgedOn } from './outcome.ts'
import { percent } from './percent.ts'
import { type Reclaimed, reclaimedSum, reclaimedText, unknownText } from './reclaimed.ts'

/** An action whose seats are counted. */
export type Counted = {
  readonly id: number
  readonly since: Day
  readonly reclaimed: readonly Reclaimed[]
}

/** More than a phone shows is listed by number only. */
const MOST_SHOWN = 8

/** Where it stands, in a few words. */
function stateText(state: ActionState, today: Day): string {
  switch (state.kind) {
    case 'open':
      return 'nobody has taken it on'
    case 'taken': {
      const late = state.due < today ? ', overdue' : ''
      return `taken on by ${account(state.owner)}, due ${describeDay(state.due)}${late}`
    }
    case 'snoozed':
      return state.until > today
        ? `snoozed until ${describeDay(state.until)}`
        : 'nobody has taken it on'
    case 'dismissed':
      return `dismissed: ${echo(state.reason)}`
    case 'done':
      return `done on ${describeDay(state.on)}`
  }
}

/** Whether it worked, with what can't be known. */
function outcomeText(outcome: Outcome, reclaimed: readonly Reclaimed[] | undefined): string {
  switch (outcome.kind) {
    case 'none':
      return 'No number is watched for it.'
    case 'seats':
      return reclaimed === undefined ? 'Its seats are counted.' : reclaimedText(reclaimed)
    case 'unplanned':
      return `Whether it works can't be told: ${outcome.why}.`
    case 'planned': {
      const { after, comparison, visible, draw } = outcome.plan
      const on = judgedOn(after)
      const when = on === undefined ? '' : ` on ${describeDay(on)}`
      const [one, many] = draw ? ['that waits', 'that wait'] : ['like it', 'like it']
      const beside = counted(comparison.length, `team ${one}`, `teams ${many}`)
      return `Whether it worked is told${when}: ${catalogue[outcome.metric].name.toLowerCase()} beside ${beside}. ${sight(visible)}`
    }
    case 'judged':
      return judgedText(outcome, catalogue[outcome.metric].name)
  }
}

type JudgedOutcome = Extract<Outcome, { readonly kind: 'judged' }>

const sight = (visible: number | null): string =>
  visible === null
    ? 'They are too few to tell a change from chance.'
    : `A change of ${Math.ceil(visible * 100)} % or more could be seen.`

function judgedText({ judged, plan }: JudgedOutcome, name: string): string {
  if (plan.draw) return drawText(judged, plan.draw, name)
  const { verdict, effect, interval, units, visible } = judged
  const beside = `than in ${counted(units, 'team like it', 'teams like it')}`
  const moved = effect === null ? '' : `${name} ${percent(effect)} ${beside}`
  const within =
    interval === null ? '' : ` (19 times in 20 between ${interval.map(percent).join(' and ')})`
  const could = visible === null ? '' : ` Could have seen ${Math.ceil(visible * 100)} % or more.`
  switch (verdict) {
    case 'rose':
    case 'fell':
      return `${moved}${within}. That is beyond chance.${could}`
    case 'no visible change':
      return `No visible change: ${moved}${within}.${could}`
    case 'too few units':
      return moved === '' ? 'Too few teams to tell.' : `Too few teams to tell: ${moved}.`
    case 'not known':
      return 'Not known: weeks of it are missing.'
  }
}

/** Whether what was wanted is what is seen. */
type Result = 'worked' | 'the other way' | 'no visible change' | 'too small to tell'

function resultOf(outcome: Outcome): Result | undefined {
  if (outcome.kind === 'unplanned') return 'too small to tell'
  if (outcome.kind !== 'judged') return undefined
  const { verdict } = outcome.judged
  if (verdict === 'no visible change') return 'no visible change'
  if (verdict !== 'rose' && verdict !== 'fell') return 'too small to tell'
  return verdict === outcome.wanted ? 'worked' : 'the other way'
}

/** All of them, the ones that wait for somebody first, and what became of those since January. */
export function actionsMessage(
  actions: readonly Action[],
  today: Day,
  seats: readonly Counted[] = [],
): Message {
  const waits = actions.filter(({ state }) => state.kind === 'open' || isAwake(state, today))
  const taken = actions.filter(({ state }) => state.kind === 'taken')
  const shown = [...taken, ...waits].slice(0, MOST_SHOWN)
  const summary =
    actions.length === 0
      ? 'No digest has recommended anything yet.'
      : `${taken.length === 0 ? 'No action is' : counted(taken.length, 'action is', 'actions are')} under way, ${counted(waits.length, 'waits', 'wait')} for somebody.`
  return {
    title: 'Actions',
    summary,
    parts: [
      { kind: 'text', text: summary },
      ...shown.flatMap((action): readonly Part[] => [
        { kind: 'text', text: lineOf(action, today) },
        { kind: 'buttons', buttons: [nextStep(action)] },
      ]),
      ...more([...taken, ...waits].slice(MOST_SHOWN)),
      ...offer(qualifying(actions, today)),
      ...ledger(actions, today, seats),
    ],
  }
}

const isAwake = (state: ActionState, today: Day) => state.kind === 'snoozed' && state.until <= today

const lineOf = ({ id, says, action, state }: Action, today: Day): string =>
  `**${id} · ${says}.** ${action} ${capitalised(stateText(state, today))}.`

function more(left: readonly Action[]): readonly Part[] {
  if (left.length === 0) return []
  const ids = left.map(({ id }) => String(id))
  return [
    { kind: 'note', text: `And ${counted(left.length, 'more', 'more')}: ${listed(ids, 20)}.` },
  ]
}

const FEWEST_MONTHS = 3

const januaryOf = (today: Day): Day => {
  const month = Number(today.slice(5, 7))
  return addMonths(firstOfMonth(today), 1 - month - (month <= FEWEST_MONTHS ? 12 : 0))
}

/** What those came to that were recommended since January and taken on: of last year’s, until there is a quarter. */
function ledger(
  actions: readonly Action[],
  today: Day,
  seats: readonly Counted[],
): readonly Part[] {
  const begin = januaryOf(today)
  const tried = actions.filter(
    ({ state, found }) =>
      (state.kind === 'taken' || state.kind === 'done') && found.some((monday) => monday >= begin),
  )
  const results = tried.map(({ outcome }) => resultOf(outcome))
  const count = (result: Result) => results.filter((one) => one === result).length
  const facts: readonly Fact[] = [
    { label: `Taken on since Jan ${begin.slice(0, 4)}`, value: String(tried.length) },
    { label: 'Worked', value: String(count('worked')) },
    { label: 'No visible change', value: String(count('no visible change')) },
    { label: 'Went the other way', value: String(count('the other way')) },
    { label: 'Too small to tell', value: String(count('too small to tell')) },
    ...removed(tried, seats),
  ]
  return tried.length === 0 ? [] : [{ kind: 'facts', facts }]
}

/** Of two that count the same seats, the one that began first, of those of which anything is known. */
function removed(tried: readonly Action[], seats: readonly Counted[]): readonly Fact[] {
  const all = seats
    .filter(({ id }) => tried.some((action) => action.id === id))
    .toSorted((a, b) => (a.since < b.since ? -1 : 1))
    .map(({ since, reclaimed }) => ({ since, sum: reclaimedSum(reclaimed) }))
  const [first] = [...all.filter(({ sum }) => sum !== undefined), ...all]
  if (first === undefined) return []
  const label = 'Seats given back'
  const then = `idle on ${describeDay(first.since)}`
  if (first.sum === undefined)
    return [{ label, value: 'not known', note: `which were ${then} is not known` }]
  const { idle, gone, micros, priceOf, unknown } = first.sum
  const note = [then, 'counted', unknownText(unknown)].filter(Boolean).join('; ')
  return [
    { label, value: `${gone} of ${idle}`, note },
    {
      label: 'Removed a month',
      value: formatValue('usd_micros', micros),
      note: `seats, ${priceOf}, from the renewal on`,
    },
  ]
}

const nextStep = ({ id, state }: Action): Button =>
  state.kind === 'taken'
    ? ask(`${id} is done`, `actions done ${id}`)
    : ask(`Take on ${id}`, `actions take ${id}`)

const ask = (label: string, command: string): Button => ({ label, act: { kind: 'ask', command } })

/** One of them, with what is watched. */
export function actionMessage(
  action: Action,
  today: Day,
  reclaimed?: readonly Reclaimed[],
): Message {
  const { id, says, state, outcome } = action
  const stands = `${capitalised(stateText(state, today))}.`
  return {
    title: `Action ${id}`,
    summary: stands,
    parts: [
      { kind: 'text', text: stands },
      { kind: 'text', text: `**${says}.** ${action.action}` },
      { kind: 'text', text: outcomeText(outcome, reclaimed) },
      { kind: 'buttons', buttons: stepsFrom(action) },
      ...(outcome.kind === 'planned' || outcome.kind === 'judged' ? [settled(outcome)] : []),
    ],
  }
}

function stepsFrom({ id, state }: Action): readonly Button[] {
  const all = [ask('All actions', 'actions')]
  switch (state.kind) {
    case 'open':
    case 'snoozed':
      return [ask('Take it on', `actions take ${id}`), ...all]
    case 'taken':
      return [ask('Done', `actions done ${id}`), ...all]
    case 'dismissed':
    case 'done':
      return [ask('Reopen', `actions reopen ${id}`), ...all]
  }
}

/** What was settled before anything was done. */
function settled({ metric, plan }: Extract<Outcome, { readonly plan: unknown }>): Part {
  const span = (weeks: readonly Day[]) => {
    const [first, last] = [weeks[0], weeks.at(-1)]
    if (first === undefined || last === undefined) return 'no weeks'
    return `${counted(weeks.length, 'week')} from ${describeDay(first)} to ${describeDay(addDays(last, 6))}`
  }
  return {
    kind: 'note',
    text: `Settled when it was taken on: \`${metricWord(metric)}\`, ${span(plan.before)} before, ${span(plan.after)} after; compared with ${listed(plan.comparison, 5)}. No week in which it was found is among them.`,
  }
}
