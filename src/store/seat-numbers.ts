import type { SeatMetric, Value } from '#core/metric/metric.ts'

import type { SeatCount, SeatPool, SeatsOn } from './seat-counts.ts'

/** Some of a day's seats. */
export type SomeSeats = {
  readonly counts: readonly SeatCount[]
  /** None where they are of some people only: what is bought is nobody's in particular. */
  readonly pools: readonly SeatPool[]
  readonly tools: readonly string[]
}

export type SeatNumber = { readonly value: Value; readonly parts: readonly Value[] }

/** The tools that tell a number, of those looked at. */
export function seatTools(metric: SeatMetric, on: SeatsOn, some: SomeSeats): readonly string[] {
  const judged = new Set(judgedTools(on, some))
  return some.tools.filter((tool) => {
    const bought = some.pools.some((pool) => pool.tool === tool && pool.purchased !== null)
    switch (metric) {
      case 'assigned_seats':
        return true
      case 'purchased_seats':
        return bought
      case 'active_seats':
      case 'idle_seats':
        return judged.has(tool)
      case 'seat_utilisation':
        return judged.has(tool) && bought
      case 'idle_seat_cost':
        return judged.has(tool) && hasPrice(tool, on, some)
    }
  })
}

/** Whoever was idle is known: by enough of our own days, or by the vendor's word on every seat. */
function judgedTools({ tools }: SeatsOn, { counts }: SomeSeats): readonly string[] {
  return tools.flatMap(({ tool, known }) => {
    const own = counts.filter((of) => of.tool === tool)
    return known || (own.length > 0 && own.every(({ told }) => told)) ? [tool] : []
  })
}

function hasPrice(tool: string, on: SeatsOn, { counts }: SomeSeats): boolean {
  const idle = counts.filter((of) => of.tool === tool && of.idle > 0)
  return idle.length === 0 || idle.some((of) => priceOf(of, on) !== null)
}

const priceOf = ({ tool, plan }: SeatCount, { pools }: SeatsOn): number | null =>
  pools.find((pool) => pool.tool === tool && pool.plan === plan)?.micros ?? null

const sum = <Item>(items: readonly Item[], of: (item: Item) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

/** A number over the tools that tell it; null where none does. */
export function seatNumber(
  metric: SeatMetric,
  on: SeatsOn,
  some: SomeSeats & { readonly able: readonly string[] },
): SeatNumber {
  const able = new Set(some.able)
  if (able.size === 0) return { value: null, parts: [] }
  const counts = some.counts.filter(({ tool }) => able.has(tool))
  const pools = some.pools.filter((pool) => able.has(pool.tool) && pool.purchased !== null)
  const purchased = sum(pools, (pool) => pool.purchased ?? 0)
  const away = on.leaveKnown ? sum(counts, (of) => of.away) : null
  switch (metric) {
    case 'assigned_seats':
      return { value: sum(counts, ({ assigned }) => assigned), parts: [] }
    case 'purchased_seats':
      return { value: purchased, parts: [] }
    case 'active_seats':
      return { value: sum(counts, ({ active }) => active), parts: [] }
    case 'idle_seats':
      return {
        value: sum(counts, ({ idle }) => idle),
        parts: [sum(counts, ({ never }) => never), sum(counts, ({ fresh }) => fresh), away],
      }
    case 'seat_utilisation': {
      const paid = new Set(pools.map(({ tool, plan }) => `${tool} ${plan}`))
      const active = sum(counts, (of) => (paid.has(`${of.tool} ${of.plan}`) ? of.active : 0))
      return { value: purchased > 0 ? active / purchased : null, parts: [active, purchased] }
    }
    case 'idle_seat_cost': {
      const priced = counts.filter((of) => priceOf(of, on) !== null)
      const [idle, all] = [sum(priced, (of) => of.idle), sum(counts, (of) => of.idle)]
      return {
        value: sum(priced, (of) => of.idle * (priceOf(of, on) ?? 0)),
        parts: [idle, all - idle, away],
      }
    }
  }
}
