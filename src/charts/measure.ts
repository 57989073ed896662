import metrics from './inter-metrics.json' with { type: 'json' }

/** Those installed by `fonts.ts`, and no others. */
export type Weight = 400 | 500 | 600 | 700

type Table = { readonly advance: Map<string, number>; readonly kerning: Map<string, number> }

const CHARACTERS = metrics.ranges.split(' ').flatMap((range) => {
  const [from = 0, to = from] = range.split('-').map((hex) => Number.parseInt(hex, 16))
  return Array.from({ length: to - from + 1 }, (_, index) => String.fromCodePoint(from + index))
})

function table({ advances, kerning }: { advances: string; kerning: string }): Table {
  const widths = advances.split(' ').map(Number)
  return {
    advance: new Map(CHARACTERS.map((character, index) => [character, widths[index] ?? 0])),
    kerning: new Map(kerning.split(' ').map((pair) => [pair.slice(0, 2), Number(pair.slice(2))])),
  }
}

const TABLES: Record<Weight, Table> = {
  400: table(metrics.weights['400']),
  500: table(metrics.weights['500']),
  600: table(metrics.weights['600']),
  700: table(metrics.weights['700']),
}

/** Ranges of the fallback fonts and their width in thousandths; a little wide is safe. */
const FALLBACK: readonly (readonly [from: number, to: number, width: number])[] = [
  [0x0300, 0x036f, 0], // combining marks
  [0x0590, 0x05ff, 520], // Hebrew
  [0x0600, 0x06ff, 500], // Arabic: joined letters are narrower than their sum
  [0x200b, 0x200f, 0],
  [0x2600, 0x27bf, 1270], // Noto Emoji
  [0x2e80, 0x9fff, 1000], // CJK and kana
  [0xac00, 0xd7af, 920], // Hangul
  [0xf900, 0xfaff, 1000],
  [0xfe00, 0xfe0f, 0], // variation selectors
  [0xff00, 0xff60, 1000], // full width
  [0x1f3fb, 0x1f3ff, 0], // skin tones join the emoji before them
  [0x1f000, 0x1ffff, 1270],
]

function fallback(character: string): number {
  const point = character.codePointAt(0) ?? 0
  return FALLBACK.find(([from, to]) => point >= from && point <= to)?.[2] ?? 620
}

const cache = new Map<string, number>()
const CACHED = 5000

/** Drawn width in pixels. Vega's own estimate, without a canvas, is 30 to 120 % too wide. */
export function textWidth(text: string, size: number, weight: Weight = 400): number {
  const key = `${weight}${text}`
  let width = cache.get(key)
  if (width === undefined) {
    width = layOut(text, TABLES[weight])
    if (cache.size >= CACHED) cache.clear()
    cache.set(key, width)
  }
  return (width * size) / 1000
}

function layOut(text: string, { advance, kerning }: Table): number {
  let width = 0
  let previous = ''
  for (const character of text) {
    width += advance.get(character) ?? fallback(character)
    width += kerning.get(previous + character) ?? 0
    previous = character
  }
  return width
}

/** The weight nearest to what Vega asks for: a number, a word or nothing. */
export function weightOf(asked: unknown): Weight {
  const weight = asked === 'bold' ? 700 : Number(asked) || 400
  if (weight >= 650) return 700
  if (weight >= 550) return 600
  return weight >= 450 ? 500 : 400
}
