import { describe, expect, test } from 'vitest'

import { drawCard } from '#charts/draw.ts'
import { courseChart, intervalsChart } from '#core/chart/build-intervals.ts'

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)

const frame = { subtitle: 'Where AI is used', footer: 'an association', unit: 'ratio' } as const

const intervals = () =>
  intervalsChart({
    ...frame,
    title: '1 difference of 3 told from chance',
    head: 'standard deviations',
    rows: [
      {
        label: 'Focus hours, most weeks v colleagues',
        value: 0.42,
        low: 0.2,
        high: 0.64,
        told: true,
      },
      {
        label: 'Meeting hours, most weeks v colleagues',
        value: -0.05,
        low: -0.3,
        high: 0.2,
        told: false,
      },
      { label: 'PRs merged, since they began', value: 0, low: -0.4, high: 0.4, told: false },
    ],
  })

const course = (known = true) =>
  courseChart({
    ...frame,
    title: 'Hours of focus time before and after people began',
    head: 'weeks since the first of sustained use',
    steps: Array.from({ length: 20 }, (_, n) => {
      const [at, gap] = [n - 12, !known || n < 2]
      const value = at < 0 ? 0.1 : 1 + at / 10
      return {
        at,
        value: gap ? null : value,
        low: gap ? null : value - 0.8,
        high: gap ? null : value + 0.8,
      }
    }),
  })

describe('estimates are drawn with what they may be, and read out so', () => {
  test('each has its interval beside its name, and only what is told stands out', async () => {
    const chart = intervals()
    const { svg, warnings } = await drawCard(chart, 'light')
    expect(warnings).toEqual([])
    expect(texts(svg)).toContain('+0.42 (+0.20 to +0.64)')
    expect(svg.match(/<circle[^>]*fill="#2F62D9"/g)).toHaveLength(1)
    expect(svg.match(/<circle[^>]*fill="#868E99"/g)).toHaveLength(2)
    expect(chart.alt).toContain(
      'Focus hours, most weeks v colleagues +0.42 (+0.20 to +0.64), told;',
    )
    expect(chart.alt).toContain('PRs merged, since they began 0.00 (−0.40 to +0.40).')
  })

  test('a course has a mark for each week that is known, and a gap is no zero', async () => {
    const chart = course()
    const { svg, warnings } = await drawCard(chart, 'dark')
    expect(warnings).toEqual([])
    expect(svg.match(/<circle/g)).toHaveLength(18)
    expect(texts(svg)).toEqual(expect.arrayContaining(['−12', '0', '+6']))
    expect(chart.alt).toContain('−1: +0.10 (−0.70 to +0.90); 0: +1.00 (+0.20 to +1.80)')
    expect(chart.alt).toContain('Not known or of too few: 2.')
  })

  test('nothing known is said, and no axis is drawn', async () => {
    const none = course(false)
    expect(none.alt).toContain('No data.')
    expect(texts((await drawCard(none, 'light')).svg).join()).not.toContain('−12')
  })
})
