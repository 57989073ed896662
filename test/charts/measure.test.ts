import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'

import { contrast, onColor } from '#charts/contrast.ts'
import { installFonts } from '#charts/fonts.ts'
import { textWidth, type Weight } from '#charts/measure.ts'
import { scaleFor } from '#charts/scale.ts'
import { THEMES } from '#charts/theme.ts'
import { truncate, wrap, wrapBalanced } from '#charts/wrap.ts'

beforeAll(() => installFonts())

/** Ink from the first stem to the last: letters with straight sides have the same bearings. */
async function drawn(text: string, weight: Weight): Promise<number> {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="2400" height="120"><rect width="100%" height="100%" fill="#fff"/>' +
    `<text x="20" y="80" font-family="Inter" font-size="50" font-weight="${weight}">${text}</text></svg>`
  const { info } = await sharp(Buffer.from(svg)).trim().toBuffer({ resolveWithObject: true })
  return info.width
}

test.each([400, 500, 600, 700] as const)(
  'text of weight %d is as wide as the table says',
  async (weight) => {
    // The same letters at both ends, so that the bearings cancel out.
    const inks = [
      'HPlatform Engineering H',
      'H$18.4k up 1,111,111H',
      'HÉquipe Données, Łódź; AVATAR To Wa.H',
      'HОтдел аналитики – ΩμέγαH',
    ]
    const edge = await drawn('H', weight)
    for (const text of inks) {
      const expected = textWidth(text, 50, weight) - textWidth('H', 50, weight)
      const found = (await drawn(text, weight)) - edge
      expect(Math.abs(found - expected) / expected).toBeLessThan(0.01)
    }
  },
)

const face = { size: 13 } as const

test('a cut name fits its place, ends in an ellipsis and halves no character', () => {
  for (const name of [
    'Customer Support EMEA',
    '東京プロダクト開発部の長い名前',
    '👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻👩‍💻',
  ]) {
    const shown = truncate(name, 80, face)
    expect(shown).toMatch(/…$/)
    expect(shown).not.toMatch(/\u200D…$/)
    expect(textWidth(shown, 13)).toBeLessThanOrEqual(80)
  }
  expect(truncate('Sales', 80, face)).toBe('Sales')
})

test('a long text takes its lines and no more, and says when it was cut', () => {
  const lines = wrap('one two three four five six seven eight nine ten', 90, { ...face, lines: 2 })
  expect(lines).toHaveLength(2)
  expect(lines[1]).toMatch(/…$/)
  for (const line of lines) expect(textWidth(line, 13)).toBeLessThanOrEqual(90)
  expect(wrap('', 90, { ...face, lines: 2 })).toEqual([])
  expect(wrap('東京プロダクト開発部', 100, { ...face, lines: 2 })).toEqual([
    '東京プロダクト',
    '開発部',
  ])
})

test('two lines of a title have about the same length', () => {
  const title = 'Sonnet now answers most messages; the share of Haiku has halved'
  expect(wrapBalanced(title, 420, { size: 18.5, weight: 600, lines: 2 })).toEqual([
    'Sonnet now answers most messages;',
    'the share of Haiku has halved',
  ])
})

test.each([
  [[2167], 'count', [0, 500, 1000, 1500, 2000]],
  [[3], 'people', [0, 1, 2, 3]],
  [[0, 0], 'count', [0]],
  [[], 'count', [0]],
  [[40_000], 'usd_micros', [0, 10_000, 20_000, 30_000, 40_000]],
  [[-100, 300], 'count', [-100, 0, 100, 200, 300]],
] as const)('the axis of %j %s has ticks at %j', (values, unit, ticks) => {
  const scale = scaleFor(values, unit)
  expect(scale.ticks).toEqual(ticks)
  expect(scale.top).toBeGreaterThan(Math.max(0, ...values))
  expect(scale.bottom).toBeLessThanOrEqual(Math.min(0, ...values))
})

test.each(['light', 'dark'] as const)('every mark and word stands out from the %s card', (mode) => {
  const theme = THEMES[mode]
  const marks = [...theme.series, theme.rest, theme.unattributed, theme.accent, theme.context]
  for (const color of marks) expect(contrast(color, theme.background)).toBeGreaterThanOrEqual(3)
  const words = [theme.ink, theme.ink2, theme.ink3]
  for (const color of words) expect(contrast(color, theme.background)).toBeGreaterThanOrEqual(4.5)
  for (const color of marks) expect(contrast(onColor(color), color)).toBeGreaterThanOrEqual(3)
})
