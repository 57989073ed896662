import { byAdoption } from '#core/signals/adoption.ts'
import type { Design } from '#core/signals/findings.ts'
import type { Found } from '#core/signals/found.ts'
import { byLevel } from '#core/signals/level.ts'
import { numbered, seriesOf } from '#core/signals/series.ts'
import { byUnits, pairsOf } from '#core/signals/units.ts'
import type { Day } from '#core/time/day.ts'

import { type Company, TRUTH } from './company.ts'

/**
 * What each design would find if nothing but the effect told people apart. It is not the effect
 * itself: among those who do not use AI most weeks are some who began lately, and of a team that
 * began some did not.
 */
export function truths({ cells, traits }: Company, since: Day): Readonly<Record<Design, number>> {
  const panel = numbered(cells, since)
  const series = seriesOf(panel, TRUTH)
  const pairs = pairsOf(panel, seriesOf(panel, 'people'), traits)
  return {
    level: mean(byLevel(panel, series)),
    adoption: mean(byAdoption(panel, series)),
    units: mean(byUnits(panel, series, pairs)),
  }
}

function mean(found: readonly Found[]): number {
  const total = found.reduce((sum, { weight }) => sum + weight, 0)
  return found.reduce((sum, { weight, effect }) => sum + (weight / total) * effect, 0)
}
