import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { addDays, day, daysBetween, weekday } from '#core/time/day.ts'
import { REQUEST_GAPS_MS, REQUEST_TOKENS } from '#db/seeds/calibration.ts'
import { company, STORIES } from '#db/seeds/company.ts'
import { contractLines } from '#db/seeds/contracts.ts'
import { copilotReportOn, directoryLines, seatLines } from '#db/seeds/copilot.ts'
import { type UsageLine, usageOn } from '#db/seeds/usage.ts'

const anchor = day('2026-11-20')
const people = company(anchor)
const linesOn = (date: string): UsageLine[] => [...usageOn(day(date), people, anchor)]

const trace = readFileSync('test/fixtures/azure-trace/AzureLLMInferenceTrace_code.csv', 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((row) => row.split(','))

/** Largest distance between two distributions (Kolmogorov–Smirnov). */
function distance(sample: readonly number[], truth: readonly number[]): number {
  const share = (values: readonly number[], limit: number) =>
    values.filter((value) => value <= limit).length / values.length
  return Math.max(...sample.map((limit) => Math.abs(share(sample, limit) - share(truth, limit))))
}

describe('the demo company', () => {
  test('has 400 people with one address each', () => {
    expect(people).toHaveLength(400)
    expect(new Set(people.map((person) => person.email)).size).toBe(400)
  })

  test('says the same on every run', () => {
    expect(linesOn('2026-11-17')).toEqual(linesOn('2026-11-17'))
    expect(company(anchor)).toEqual(people)
  })

  test('works on weekdays', () => {
    expect(linesOn('2026-11-15').length).toBeLessThan(linesOn('2026-11-17').length / 3)
  })

  test('sends requests the size of the real trace', () => {
    const context = trace.map((row) => Number(row[1]))
    const generated = trace.map((row) => Number(row[2]))
    expect(
      distance(
        REQUEST_TOKENS.map(([tokens]) => tokens),
        context,
      ),
    ).toBeLessThan(0.02)
    expect(
      distance(
        REQUEST_TOKENS.map(([, tokens]) => tokens),
        generated,
      ),
    ).toBeLessThan(0.06)
  })

  test('sends them in the bursts of the real trace', () => {
    const times = trace.map((row) => Date.parse(`${row[0]?.slice(0, 23).replace(' ', 'T')}Z`))
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(distance(REQUEST_GAPS_MS, gaps)).toBeLessThan(0.06)
  })
})

describe('the stories in it', () => {
  const of = (lines: readonly UsageLine[], unit: string) => {
    const members = new Set(people.filter((p) => p.unit === unit).map((p) => p.email))
    return lines.filter((line) => members.has(String(line['person'])))
  }

  test('Support/Tier 1 starts in the sixth of fourteen weeks', () => {
    const { unit, daysBack } = STORIES.adoption
    const start = addDays(anchor, -daysBack)
    const before = of(linesOn(nextTuesday(addDays(start, -14))), unit).length
    const after = of(linesOn(nextTuesday(addDays(start, 28))), unit).length
    expect(after).toBeGreaterThan(before * 5 + 10)
  })

  test('the invoice agent fails ten times as often as it did', () => {
    const failures = (date: string) =>
      linesOn(date).filter((l) => l['asset'] === 'invoice-matcher' && l['outcome'] === 'error')
        .length
    expect(failures('2026-11-17')).toBeGreaterThan(5)
    expect(failures('2026-10-13')).toBeLessThan(4)
  })

  test('three nights cost far more than others', () => {
    const opus = (date: string) =>
      linesOn(date).filter((l) => l['model'] === 'claude-opus-4-1').length
    const spike = addDays(anchor, -STORIES.costSpike.daysBack)
    expect([-1, 0, 1, 2, 3].map((n) => opus(addDays(spike, n)))).toEqual([0, 420, 420, 420, 0])
  })

  test('Sales holds at least 22 seats that were not used for 60 days', () => {
    const used = new Set<unknown>()
    for (let n = 0; n <= STORIES.idleSeats.daysBack; n++) {
      for (const line of linesOn(addDays(anchor, -n))) used.add(line['person'])
    }
    const sales = new Set(people.filter((p) => p.unit.startsWith('Sales')).map((p) => p.email))
    const holders = new Set(
      seatLines(people)
        .map((line) => line['person'])
        .filter((person) => person !== undefined && sales.has(person)),
    )
    expect([...holders].filter((person) => !used.has(person)).length).toBeGreaterThanOrEqual(
      STORIES.idleSeats.people,
    )
  })

  test('Marketing/Events sits in Sales since the re-organisation, and nobody sits in two units', () => {
    const events = directoryLines(people, anchor).filter((line) =>
      line['team']?.endsWith('/Events'),
    )
    expect(new Set(events.map((line) => line['team']))).toEqual(
      new Set(['Marketing/Events', 'Sales/Events']),
    )
  })

  test('one contract is inside a month of notice, one inside three, one far away; one tool has none', () => {
    const lines = contractLines(people, anchor)
    const left = lines.map(({ notice }) => daysBetween(addDays(anchor, 1), day(notice ?? '')))
    expect(left).toEqual([23, 82, 153, 121, 121])
    expect(lines.every(({ from = '', to = '' }) => from <= anchor && anchor <= to)).toBe(true)
    expect(lines.map(({ tool }) => tool)).not.toContain('litellm')
  })

  test('a contract and the list of its seats say the same of how many were bought', () => {
    const bought = new Map(
      seatLines(people).flatMap(({ tool = '', purchased = '' }) =>
        purchased === '' ? [] : [[tool, purchased] as const],
      ),
    )
    const agreed = contractLines(people, anchor).filter(({ price }) => price !== '')
    expect(agreed.map(({ tool = '', seats = '' }) => [tool, seats])).toEqual(
      agreed.map(({ tool = '' }) => [tool, bought.get(tool)]),
    )
  })

  test('GitHub Copilot reports name people by login', () => {
    const report = [...copilotReportOn(day('2026-11-17'), people, anchor)]
    expect(report.length).toBeGreaterThan(50)
    expect(JSON.stringify(report)).not.toContain('@')
  })
})

function nextTuesday(date: ReturnType<typeof day>): string {
  return addDays(date, (9 - weekday(date)) % 7)
}
