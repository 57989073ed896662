import { expect, test } from 'vitest'

import { byAdoption } from '#core/signals/adoption.ts'
import type { Found } from '#core/signals/found.ts'
import { holm } from '#core/signals/holm.ts'
import { signalFindings } from '#core/signals/judge.ts'
import { byLevel } from '#core/signals/level.ts'
import { pooled } from '#core/signals/pooled.ts'
import { numbered, seriesOf, spreadOf } from '#core/signals/series.ts'
import { bothTails, criticalT } from '#core/signals/student.ts'
import { byUnits, pairsOf } from '#core/signals/units.ts'

import { cells, fromR, monday, since, traits } from './r.ts'

const panel = numbered(cells, since)
const series = seriesOf(panel, 'prs_merged')
const pairs = pairsOf(panel, seriesOf(panel, 'people'), traits)

/** To the eighth digit, be it large or small. */
function agrees(ours: number | undefined, theirs: number): void {
  expect(Math.abs((ours ?? NaN) - theirs) / Math.max(Math.abs(theirs), 1e-12)).toBeLessThan(1e-8)
}

function agreesAll(found: readonly Found[], r: typeof fromR.adoption): void {
  const before = found.flatMap((one) => (one.before ? [{ ...one, before: one.before }] : []))
  const ours = {
    all: pooled(found),
    before: pooled(before.map((one) => one.before)),
    beyond: pooled(
      before.map((one) => ({ effect: one.effect - one.before.effect, weight: one.before.weight })),
    ),
  }
  for (const which of ['all', 'before', 'beyond'] as const) {
    for (const name of ['difference', 'error', 'degrees', 'p'] as const)
      agrees(ours[which]?.[name], r[which][name])
    agrees(ours[which]?.interval[0], r[which].interval[0])
    agrees(ours[which]?.interval[1], r[which].interval[1])
  }
}

test('people are weighed against colleagues as R does with an effect for each unit and week, clustered by unit', () => {
  const found = pooled(byLevel(panel, series))
  for (const name of ['difference', 'error', 'degrees', 'p'] as const)
    agrees(found?.[name], fromR.level.all[name])
  agrees(found?.interval[0], fromR.level.all.interval[0])
  agrees(found?.interval[1], fromR.level.all.interval[1])
})

test('the weeks after somebody began are compared as R does with one regression for each group and week', () => {
  agreesAll(byAdoption(panel, series), fromR.adoption)
})

test('a unit that began at once is put beside the one like it, and compared as R does', () => {
  expect(pairs).toEqual(
    Array.from({ length: 11 }, (_, at) => ({
      unit: `Eng/${at + 1}`,
      start: at % 2 === 0 ? 14 : 13,
      beside: [`Eng/${at + 12}`],
    })),
  )
  agreesAll(byUnits(panel, series, pairs), fromR.units)
})

test('people of one unit differ in a week as much as R says', () => {
  agrees(spreadOf(panel, 'prs_merged') ?? undefined, fromR.spread)
})

test("chance is as rare as R's distribution says, and reaches as far", () => {
  for (const { t, degrees, p } of fromR.tails) agrees(bothTails(t, degrees), p)
  for (const { both, degrees, t } of fromR.quantiles) agrees(criticalT(both, degrees), t)
})

test("many questions at once are held to R's Holm", () => {
  for (const [at, adjusted] of holm(fromR.holm.p).entries())
    agrees(adjusted ?? undefined, fromR.holm.adjusted[at] ?? NaN)
})

test('a question that was not answered does not count against the others', () => {
  expect(holm([0.02, null, 0.03])).toEqual([0.04, null, 0.04])
})

test('the finding says what R says, with the effect in it', () => {
  const [level, adoption] = ['level:prs_merged', 'adoption:prs_merged'].map((id) =>
    signalFindings(cells, traits, { since }).find(({ question }) => question.id === id),
  )
  agrees(level?.estimate?.difference, fromR.level.all.difference)
  agrees(level?.estimate?.standardised ?? undefined, fromR.level.all.difference / fromR.spread)
  agrees(adoption?.estimate?.interval[0], fromR.adoption.all.interval[0])
  expect(adoption?.verdict).toBe('associated more')
  expect(monday(12)).toBe(since)
})
