import type { Weeks } from '#core/action/outcome.ts'
import { FOLLOWED } from '#core/digest/facts.ts'
import type { MetricId } from '#core/metric/metric.ts'
import { type Day, monday } from '#core/time/day.ts'

import { digestFacts } from './compose-digest.ts'
import type { DigestPorts } from './digest-ports.ts'

/** The weeks that digests follow of each unit, those that have ended. */
export function unitWeeks(ports: DigestPorts) {
  return async (metric: MetricId, today: Day): Promise<Weeks> => {
    const followed = FOLLOWED.find((one) => one === metric)
    if (followed === undefined) return { mondays: [], units: [] }
    const asked = { scope: { kind: 'company' }, asOf: monday(today), view: 'exact' } as const
    const { weeks, units } = await digestFacts(asked, ports, 'weeks')
    return {
      mondays: weeks,
      units: units.flatMap(({ path, values }) =>
        path === null ? [] : [{ unit: path, values: values[followed] }],
      ),
    }
  }
}
