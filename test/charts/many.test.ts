import { describe, expect, test } from 'vitest'

import { contrast } from '#charts/contrast.ts'
import { drawCard } from '#charts/draw.ts'
import { THEMES } from '#charts/theme.ts'
import { gaugeChart } from '#core/chart/build-gauge.ts'

import { heat, lorenz, multiples, scatter, strip } from './samples.ts'

const texts = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) => text)

const paths = (svg: string, color: string): string[] =>
  [...svg.matchAll(/<path[^>]*d="([^"]*)"[^>]*stroke="([^"]*)"/g)]
    .filter(([, , stroke]) => stroke === color)
    .map(([, d = '']) => d)

function gauge(used: number, whole: number) {
  return gaugeChart({
    title: 'The company: 78% of paid seats on chatgpt in use',
    subtitle: 'Seat utilisation on 20 Nov 2026',
    footer: 'Data through 20 Nov 2026, days in UTC',
    unit: 'seats',
    used,
    whole,
    usedHead: 'in use',
    wholeHead: 'paid for',
  })
}

describe('many at once: the picture and its words say the same', () => {
  test('each small picture has the mean that is read out, and a gap is no zero', async () => {
    const chart = multiples()
    const { svg } = await drawCard(chart, 'light')
    expect(texts(svg)).toEqual(expect.arrayContaining(['Platform', 'avg $1,205', '17 Aug']))
    expect(chart.alt).toContain('Platform: average $1,205 a week')
    expect(chart.alt).toContain('No data for 2 weeks')
    const courses = paths(svg, '#2F62D9').map((d) => d.split('M').length - 1)
    expect(courses).toEqual([1, 1, 1, 1, 1, 2])
  })

  test('a row of shades has its classes under it, and what is not known has no shade', async () => {
    const chart = heat(['A', 'B'])
    const { svg } = await drawCard(chart, 'light')
    expect(svg.match(/<rect[^>]*height="24"/g)).toHaveLength(26)
    const most = /A: most (\S+)/.exec(chart.alt)?.[1] ?? 'none'
    expect(texts(svg)).toContain(`to ${most}`)
    expect(chart.alt).not.toMatch(/B: .*\$0/)
  })

  test('neighbouring shades differ by lightness alone, enough for any eye', () => {
    for (const { ramp } of Object.values(THEMES)) {
      const steps = ramp.slice(1).map((color, index) => contrast(color, ramp[index] ?? ''))
      expect(Math.min(...steps)).toBeGreaterThan(1.3)
    }
  })

  test('each number stands as it is told, with its change', async () => {
    const chart = strip()
    const shown = texts((await drawCard(chart, 'light')).svg)
    for (const { label, value, told } of chart.tiles) {
      expect(shown).toEqual(expect.arrayContaining([label, value]))
      expect(chart.alt).toContain(told === '' ? `${label} ${value}` : `${label} ${value} (${told})`)
    }
  })

  test('the curve of who sends how much says every tenth, and stands above all alike', async () => {
    const chart = lorenz()
    expect(chart.alt).toContain('10% sent 46%; 20% sent 66%')
    for (const mode of ['light', 'dark'] as const) {
      const { svg } = await drawCard(chart, mode)
      expect(texts(svg)).toEqual(expect.arrayContaining(['46%', '66%', '91%', '99%', 'all alike']))
      const [curve = ''] = paths(svg, THEMES[mode].accent)
      const points = [...curve.matchAll(/([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [
        Number(x),
        Number(y),
      ])
      const [from, to] = [points[0] ?? [], points.at(-1) ?? []]
      const alike = (x = 0) => {
        const [x0 = 0, y0 = 0, x1 = 1, y1 = 0] = [...from, ...to]
        return y0 + ((y1 - y0) * (x - x0)) / (x1 - x0)
      }
      expect(points).toHaveLength(11)
      for (const [x, y = 0] of points.slice(1, -1)) expect(y).toBeLessThan(alike(x))
    }
    expect(texts((await drawCard(lorenz([]), 'light')).svg)).not.toContain('46%')
  })

  test.each([
    [312, 400, '78%', 140.4],
    [13, 1_000, '1.3%', 2.3],
    [440, 400, '110%', 180],
  ])(
    '%i of %i fill the gauge as far as is said, and no further',
    async (used, whole, share, angle) => {
      const chart = gauge(used, whole)
      const parts = `${used} in use, of ${whole.toLocaleString('en-US')} paid for`
      expect(chart.alt).toContain(`${share}: ${parts}.`)
      for (const mode of ['light', 'dark'] as const) {
        const { svg } = await drawCard(chart, mode)
        expect(texts(svg)).toEqual(expect.arrayContaining([share, parts]))
        const [arc = ''] = paths(svg, THEMES[mode].accent)
        const [x0 = 0, y0 = 0, radius = 0, , , , , x1 = 0, y1 = 0] = [
          ...arc.matchAll(/-?[\d.]+/g),
        ].map(Number)
        const drawn = (Math.atan2(y0 - y1, x0 + radius - x1) * 180) / Math.PI
        expect(drawn).toBeCloseTo(angle, 0)
      }
    },
  )

  test('both numbers of each point are read out, and names touch neither each other nor a point', async () => {
    const chart = scatter()
    const { svg } = await drawCard(chart, 'light')
    expect(chart.alt).toContain('Platform $1,200 at 9,000')
    expect(svg.match(/<circle/g)).toHaveLength(chart.points.length)
    const named = [
      ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="12.5" fill="#16191D">/g),
    ]
    expect(named.length).toBeGreaterThan(3)
  })

  test('more teams than fit say how many are left out', () => {
    const many = Array.from({ length: 20 }, (_, at) => `Team ${at}`)
    expect(multiples(many).notes).toEqual(['Not drawn: 14 smaller.'])
    expect(heat(many).alt).toContain('Not drawn: 8 smaller.')
  })
})
