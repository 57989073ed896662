import type { MetricId, SeatMetric } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'

const SEATS: Readonly<Record<SeatMetric, true>> = {
  assigned_seats: true,
  purchased_seats: true,
  active_seats: true,
  seat_utilisation: true,
  idle_seats: true,
  idle_seat_cost: true,
}

export const isSeats = (metric: MetricId): metric is SeatMetric => metric in SEATS

/** The day of a period that seats are told of: its last one that is over. */
export function seatDay({ to }: Pick<Period, 'to'>, today: Day): Day {
  return to < today ? to : addDays(today, -1)
}
