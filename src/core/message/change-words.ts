import type { Told } from '#core/chart/chart.ts'
import type { Change } from '#core/insight/change.ts'
import { catalogue } from '#core/metric/catalogue.ts'
import type { MetricId, Unit } from '#core/metric/metric.ts'
import { addsUp } from '#core/metric/unit.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay, describePeriod } from '#core/time/describe.ts'

import { grouped } from './english.ts'

const ARROW = { up: '▲', down: '▼' } as const
/** From here on a percentage is harder to picture than a factor. */
const TIMES_FROM = 900

const WORDS: Record<Unit, { readonly less: string; readonly much: string }> = {
  count: { less: 'fewer', much: 'many' },
  people: { less: 'fewer', much: 'many' },
  tokens: { less: 'fewer', much: 'many' },
  characters: { less: 'fewer', much: 'many' },
  usd_micros: { less: 'less', much: 'much' },
  usd_micros_each: { less: 'less', much: 'much' },
  usd_micros_month: { less: 'less', much: 'much' },
  seats: { less: 'fewer', much: 'many' },
  seconds: { less: 'less', much: 'much' },
  ratio: { less: 'less', much: 'much' },
  share: { less: 'less', much: 'much' },
}

type Moved = Extract<Change, { kind: 'moved' }>
type Not = Extract<Change, { kind: 'incomparable' }>

/** For a fact or a table cell: `▲ 8%`, `about the same`, `was 3`; undefined when not comparable. */
export function changeMark(change: Change, metric: MetricId): string | undefined {
  switch (change.kind) {
    case 'moved':
      return `${ARROW[change.direction]} ${amount(change)}`
    case 'same':
      return change.exact ? 'unchanged' : 'about the same'
    case 'counted':
      return change.basis.likeForLike
        ? `${ARROW[change.direction]} from ${written(metric, change.before)} to ${written(metric, change.now)}`
        : `was ${written(metric, change.before)}`
    case 'new':
      return `was ${written(metric, 0)}`
    case 'incomparable':
      return undefined
  }
}

/** For a line chart, beside its two means: `+8%` and `per working day`. */
export function changeTold(change: Change): Told {
  switch (change.kind) {
    case 'moved': {
      const { perWorkingDay, likeForLike } = change.basis
      const factor = change.direction === 'up' && change.percent >= TIMES_FROM
      const sign = change.direction === 'up' ? '+' : '−'
      return {
        change: factor ? `×${times(change)}` : `${sign}${amount(change)}`,
        basis: perWorkingDay ? 'per working day' : likeForLike ? 'like for like' : '',
      }
    }
    case 'same': {
      const pace = change.basis.perWorkingDay ? ' per working day' : ''
      return { change: '', basis: `${change.exact ? 'unchanged' : 'about the same'}${pace}` }
    }
    case 'new':
      return { change: 'new', basis: '' }
    // The means are too small or too few to say more than the sentence does.
    case 'counted':
    case 'incomparable':
      return { change: '', basis: '' }
  }
}

/** For a sentence about the number, after a comma: `8% more per working day than the 30 days before`. */
export function changeClause(change: Change, metric: MetricId, before: string): string | undefined {
  if (change.kind === 'incomparable') return undefined
  const { perWorkingDay, likeForLike } = change.basis
  const pace = perWorkingDay ? ' per working day' : ''
  const like = likeForLike ? ', like for like' : ''
  const { less, much } = WORDS[catalogue[metric].unit]
  switch (change.kind) {
    case 'moved':
      return change.direction === 'up' && change.percent >= TIMES_FROM
        ? `${amount(change)} as ${much}${pace} as ${before}${like}`
        : `${amount(change)} ${change.direction === 'up' ? 'more' : less}${pace} than ${before}${like}`
    case 'same':
      return `${change.exact ? 'the' : 'about the'} same${pace} as ${before}${like}`
    case 'counted':
      return likeForLike
        ? `${written(metric, change.now)} against ${written(metric, change.before)} ${before}, like for like`
        : `${change.direction} from ${written(metric, change.before)} ${before}`
    case 'new':
      return `up from ${nothing(metric)} ${before}`
  }
}

/** For the group of a split that moved most: `rose most, by 46%`, `rose most, to 17 times what it was`. */
export function moveClause(change: Moved): string {
  const { direction, percent, basis } = change
  const pace = basis.perWorkingDay ? ' per working day' : ''
  return direction === 'up' && percent >= TIMES_FROM
    ? `rose most, to ${amount(change)} what it was${pace}`
    : `${direction === 'up' ? 'rose' : 'fell'} most, by ${amount(change)}${pace}`
}

/** Why there is no change, after a semicolon; undefined where the number itself says it. */
export function whyNoChange(change: Not): string | undefined {
  switch (change.reason) {
    case 'unknown':
      return undefined
    case 'unfinished':
      return 'the day is not over, so it is not compared'
    case 'no-data-before':
      if (change.of) return `nothing is known of ${describePeriod(change.of)} to compare with`
      return change.since === null
        ? 'there is nothing to compare with'
        : `there is no data before ${describeDay(change.since as Day)} to compare with`
    case 'few-days':
      return change.days === 0
        ? 'no day is known in both periods, so they are not compared'
        : `only ${change.days} of ${change.of} days can be compared`
    case 'weekend':
      return 'a weekend is not compared with working days'
  }
}

function amount({ direction, percent }: Moved): string {
  if (direction === 'up' && percent >= TIMES_FROM) return `${times({ percent })} times`
  // What is not nothing has not fallen by everything.
  return `${direction === 'down' ? Math.min(percent, 99) : percent}%`
}

function times({ percent }: Pick<Moved, 'percent'>): string {
  return grouped(Math.round(percent / 100) + 1)
}

function nothing(metric: MetricId): string {
  if (metric === 'spend') return 'nothing'
  return addsUp(catalogue[metric].unit) || metric === 'active_people' ? 'none' : written(metric, 0)
}

function written(metric: MetricId, value: number): string {
  return catalogue[metric].format(value)
}
