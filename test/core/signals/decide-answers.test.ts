import { describe, expect, test } from 'vitest'

import { decideAnswers, findingsOf } from '#core/signals/decide-answers.ts'
import { signalFindings } from '#core/signals/judge.ts'
import type { SignalCell } from '#core/signals/panel.ts'

import { cells, monday, since, traits } from './r.ts'

/** The same people as those of a department. */
const department = (name: string, teams = 22): readonly SignalCell[] =>
  cells
    .map((cell) => ({ ...cell, unit: cell.unit.replace('Eng', name) }))
    .filter(({ unit }) => Number(unit.split('/')[1]) <= teams)

const decided = (all: readonly SignalCell[], floor = 5) =>
  decideAnswers(
    { cells: all, traits },
    { signals: new Set(['prs_merged', 'focus_hours']), since, through: monday(25), floor },
  )

const named = (all: ReturnType<typeof decided>) =>
  all.map(({ unit, answers }) => ({ unit, answers }))

describe('what is answered once', () => {
  test('is what statistics say of the same weeks, to four digits', () => {
    const [company, eng, ...others] = decided(cells, 1)
    if (!company || !eng) throw new Error('Nothing was answered')
    expect(others).toEqual([])
    const exact = signalFindings(cells, traits, { since, floor: 1 })
    const said = findingsOf([company])
    expect(said.map(({ verdict }) => verdict)).toEqual(exact.map(({ verdict }) => verdict))
    const [level, same] = [said[0]?.estimate?.difference, exact[0]?.estimate?.difference ?? 0]
    expect(level).toBe(Number(same.toPrecision(4)))
    expect(String(company.course.find(({ lag }) => lag === 3)?.difference)).toMatch(/^-?\d+\.?\d*$/)
    // All there is is one department: nothing is left when it is taken out.
    expect(eng.answers['level:prs_merged']).toEqual(company.answers['level:prs_merged'])
    expect(eng.course).toEqual([])
  })

  test('a department is answered for where what is left of the company would be too', () => {
    const both = decided([...department('A'), ...department('B')])
    expect(both.map(({ unit }) => unit)).toEqual(['', 'A', 'B'])
    // Two teams beside it, and A would give them away.
    const few = decided([...department('A'), ...department('B', 2)])
    expect(few.map(({ unit }) => unit)).toEqual([''])
  })

  test('a team of fewer than the floor is in no answer: it could be what two of them differ by', () => {
    const one = monday(14)
    const tiny: readonly SignalCell[] = (['habitual', 'none'] as const).map((level, at) => ({
      unit: 'Eng/tiny',
      level,
      cohort: null,
      week: one,
      people: 2,
      signals: { prs_merged: { people: 2, sum: 90 * at, squares: 9000 } },
    }))
    expect(named(decided([...cells, ...tiny]))).toEqual(named(decided(cells)))
    expect(named(decided([...cells, ...tiny], 4))).not.toEqual(named(decided(cells, 4)))
  })

  test('when those began who did before the weeks that are looked at is no matter', () => {
    const late = cells.filter(({ week }) => week >= monday(6))
    const early = ({ cohort }: SignalCell) => cohort !== null && cohort < monday(6)
    expect(late.filter(early).length).toBeGreaterThan(0)
    const together = late.map((cell) => (early(cell) ? { ...cell, cohort: monday(5) } : cell))
    expect(decided(late)).not.toEqual([])
    expect(decided(together)).toEqual(decided(late))
  })

  test('a signal about which nothing can be answered stays open', () => {
    expect(decided(cells.slice(0, 40))).toEqual([])
    expect(new Set(decided(cells).map(({ signal }) => signal))).toEqual(new Set(['prs_merged']))
  })
})
