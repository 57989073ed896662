import { expect, test } from 'vitest'

import { byAdoption } from '#core/signals/adoption.ts'
import type { Found } from '#core/signals/found.ts'
import { holm } from '#core/signals/holm.ts'
import { signalFindings } from '#core/signals/judge.ts'
import { byLevel } from '#core/signals/level.ts'
import { type Pooled, pooled } from '#core/signals/pooled.ts'
import { numbered, seriesOf, spreadOf } from '#core/signals/series.ts'
import { bothTails, criticalT } from '#core/signals/student.ts'
import { byUnits, pairsOf } from '#core/signals/units.ts'

import { cells, fromR, since, traits } from './r.ts'

const panel = numbered(cells, since)
const series = seriesOf(panel, 'prs_merged')
const pairs = pairsOf(panel, seriesOf(panel, 'people'), traits)

/** How far ours is from R's, as a part of it. */
const apart = (ours: number | null | undefined, theirs: number | undefined): number =>
  Math.abs((ours ?? NaN) - (theirs ?? NaN)) / Math.max(Math.abs(theirs ?? NaN), 1e-12)

/** The farthest any number of it is. */
function farthest(ours: Pooled | null, theirs: typeof fromR.level.all): number {
  const named = (['difference', 'error', 'degrees', 'p'] as const).map((name) =>
    apart(ours?.[name], theirs[name]),
  )
  const ends = ([0, 1] as const).map((end) => apart(ours?.interval[end], theirs.interval[end]))
  return Math.max(...named, ...ends)
}

function farthestOf(found: readonly Found[], theirs: typeof fromR.adoption): number {
  const seen = found.flatMap(({ effect, before }) => (before ? [{ effect, before }] : []))
  const beyond = seen.map(({ effect, before }) => ({
    effect: effect - before.effect,
    weight: before.weight,
  }))
  return Math.max(
    farthest(pooled(found), theirs.all),
    farthest(pooled(seen.map(({ before }) => before)), theirs.before),
    farthest(pooled(beyond), theirs.beyond),
  )
}

const EIGHTH_DIGIT = 1e-8

test('people are weighed against colleagues as R does with an effect for each unit and week, clustered by unit', () => {
  expect(farthest(pooled(byLevel(panel, series)), fromR.level.all)).toBeLessThan(EIGHTH_DIGIT)
})

test('the weeks after somebody began are compared as R does with one regression for each group and week', () => {
  expect(farthestOf(byAdoption(panel, series), fromR.adoption)).toBeLessThan(EIGHTH_DIGIT)
})

test('a unit that began at once is put beside the one like it, and compared as R does', () => {
  expect(pairs).toEqual(
    Array.from({ length: 11 }, (_, at) => ({
      unit: `Eng/${at + 1}`,
      start: at % 2 === 0 ? 14 : 13,
      beside: [`Eng/${at + 12}`],
    })),
  )
  expect(farthestOf(byUnits(panel, series, pairs), fromR.units)).toBeLessThan(EIGHTH_DIGIT)
})

test('people of one unit differ in a week as much as R says', () => {
  expect(apart(spreadOf(panel, 'prs_merged'), fromR.spread)).toBeLessThan(EIGHTH_DIGIT)
})

test("chance is as rare as R's distribution says, and reaches as far", () => {
  const tails = fromR.tails.map(({ t, degrees, p }) => apart(bothTails(t, degrees), p))
  const far = fromR.quantiles.map(({ both, degrees, t }) => apart(criticalT(both, degrees), t))
  expect(Math.max(...tails)).toBeLessThan(EIGHTH_DIGIT)
  expect(Math.max(...far)).toBeLessThan(EIGHTH_DIGIT)
})

test("many questions at once are held to R's Holm", () => {
  const { p, adjusted } = fromR.holm
  const away = holm(p).map((ours, at) => apart(ours, adjusted[at]))
  expect(Math.max(...away)).toBeLessThan(EIGHTH_DIGIT)
})

test('a question that was not answered does not count against the others', () => {
  expect(holm([0.02, null, 0.03])).toEqual([0.04, null, 0.04])
})

test('the finding says what R says, with the effect in it', () => {
  const [level, adoption] = ['level:prs_merged', 'adoption:prs_merged'].map((id) =>
    signalFindings(cells, traits, { since }).find(({ question }) => question.id === id),
  )
  const { difference, interval } = fromR.level.all
  expect(apart(level?.estimate?.difference, difference)).toBeLessThan(EIGHTH_DIGIT)
  expect(apart(level?.estimate?.interval[0], interval[0])).toBeLessThan(EIGHTH_DIGIT)
  expect(apart(level?.estimate?.standardised, difference / fromR.spread)).toBeLessThan(EIGHTH_DIGIT)
  expect(adoption?.verdict).toBe('associated more')
})
