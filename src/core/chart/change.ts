import type { Value } from '#core/metric/metric.ts'

import type { BarsChart, LinesChart } from './chart.ts'
import { shortValue } from './format.ts'

/** `large` from a fifth on: what a reader's eye should be led to. */
export type Change =
  | { readonly kind: 'new' | 'flat' }
  | { readonly kind: 'up' | 'down'; readonly amount: string; readonly large: boolean }

/** Undefined where there is nothing to compare with, or a refund makes a percentage meaningless. */
export function change(now: Value, before: Value): Change | undefined {
  if (now === null || before === null || now < 0 || before < 0) return undefined
  if (before === 0) return { kind: now === 0 ? 'flat' : 'new' }
  const ratio = now / before
  const percent = Math.round(Math.abs(ratio - 1) * 100)
  if (percent === 0) return { kind: 'flat' }
  const large = percent >= 20
  if (ratio < 1) {
    // What is not nothing has not fallen by everything.
    return { kind: 'down', amount: `${now > 0 ? Math.min(percent, 99) : percent}%`, large }
  }
  const amount = percent < 1000 ? `${percent}%` : `×${shortValue(Math.round(ratio), 'count')}`
  return { kind: 'up', amount, large }
}

/** `+20%`, `−4%`, `×12`, `0%`, `new`. */
export function signed(change: Change): string {
  switch (change.kind) {
    case 'new':
      return 'new'
    case 'flat':
      return '0%'
    case 'up':
      return change.amount.startsWith('×') ? change.amount : `+${change.amount}`
    case 'down':
      return `−${change.amount}`
  }
}

/** `▲ 20%`, `▼ 4%`, `0%`, `new`. */
function marked(change: Change): string {
  switch (change.kind) {
    case 'new':
    case 'flat':
      return signed(change)
    case 'up':
      return `▲ ${change.amount}`
    case 'down':
      return `▼ ${change.amount}`
  }
}

/** As drawn (`▲ 20%`) and as read out (`+20%`). */
export type Said = { readonly text: string; readonly read: string; readonly large: boolean }

/** What stands beside each bar: the change as the message tells it, else as the two numbers do. */
export function barChanges(rows: BarsChart['rows']): readonly (Said | undefined)[] {
  if (rows.some(({ told }) => told !== undefined))
    return rows.map(({ told }) =>
      told === undefined
        ? undefined
        : { text: told, read: spoken(told), large: /^[▲▼]/u.test(told) },
    )
  return rows.map(({ now, before }) => {
    const moved = change(now, before)
    return (
      moved && { text: marked(moved), read: signed(moved), large: 'large' in moved && moved.large }
    )
  })
}

const spoken = (told: string) => told.replace(/^▲ (?=\d)/u, '+').replace(/^▼ (?=\d)/u, '−')

export type Means = {
  readonly now: Value
  readonly before: Value
  /** Buckets with a value on both sides. */
  readonly pairs: number
}

const mean = (values: readonly number[]): Value =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * The two means over the buckets present on both sides, n-th against n-th. Without any such pair
 * the mean of what there is now, and nothing to compare it with. What has no mean stands as it is.
 */
export function means({
  now,
  before,
  overall,
}: Pick<LinesChart, 'now' | 'before' | 'overall'>): Means {
  if (overall) return { now: overall.now, before: overall.before, pairs: now.length }
  const pairs = now.flatMap(({ value }, index) => {
    const other = before[index]?.value ?? null
    return value === null || other === null ? [] : [{ value, other }]
  })
  if (pairs.length === 0) {
    const known = now.flatMap(({ value }) => (value === null ? [] : [value]))
    return { now: mean(known), before: null, pairs: 0 }
  }
  return {
    now: mean(pairs.map(({ value }) => value)),
    before: mean(pairs.map(({ other }) => other)),
    pairs: pairs.length,
  }
}
