import { textWidth } from './measure.ts'
import type { Drawn, Frame } from './plot.ts'
import { px, svgRect, svgText } from './svg.ts'
import { FONT, type Theme } from './theme.ts'
import { wrap, wrapBalanced } from './wrap.ts'

/** Logical pixels. Type sizes are set for this width and stay legible when a phone shows 360. */
const WIDTH = 480
const PAD = 20
const INNER = WIDTH - 2 * PAD

const TITLE = { size: 18.5, weight: 600, lines: 2, leading: 24 } as const
const SUBTITLE = { size: 13, lines: 2, leading: 18 } as const
const NOTE = { size: 12, lines: 2, leading: 17 } as const
const FOOTER = { size: 11, lines: 3, leading: 15 } as const

/** What a mark means, said beside the subtitle in place of a legend. */
export type Key = {
  readonly mark: 'line' | 'thin line' | 'band'
  readonly color: string
  readonly text: string
}

export type Card = {
  readonly title: string
  readonly subtitle: string
  readonly keys: readonly Key[]
  readonly notes: readonly string[]
  readonly footer: string
  readonly plotHeight: number
  readonly draw: (frame: Frame) => Promise<Drawn>
}

export type Drawing = Drawn & { readonly width: number; readonly height: number }

type Block = { readonly svg: string; readonly height: number }

/** Title, subtitle with its keys, plot, notes and footer, one under the other. */
export async function composeCard(card: Card, theme: Theme): Promise<Drawing> {
  const title = block(wrapBalanced(card.title, INNER, TITLE), { ...TITLE, y: PAD, fill: theme.ink })
  const subtitle = subtitleBlock(card, PAD + title.height + 1, theme)
  const plotTop = PAD + title.height + 1 + subtitle.height + 10
  const frame = { x: PAD, y: plotTop, width: INNER, height: card.plotHeight }
  const drawn = await card.draw(frame)
  const noteTop = plotTop + card.plotHeight + 10
  const noteLines = card.notes.flatMap((note) => wrap(note, INNER, NOTE))
  const notes = block(noteLines, { ...NOTE, y: noteTop, fill: theme.ink2 })
  const footTop = noteTop + notes.height + (noteLines.length > 0 ? 5 : 0)
  const footer = block(wrap(card.footer, INNER, FOOTER), {
    ...FOOTER,
    y: footTop,
    fill: theme.ink3,
  })
  return {
    svg: title.svg + subtitle.svg + drawn.svg + notes.svg + footer.svg,
    width: WIDTH,
    height: Math.ceil(footTop + footer.height + 11),
    warnings: drawn.warnings,
  }
}

/** The whole picture. Stretching by less than a pixel beats an edge that shows the page behind. */
export function rootSvg(
  { svg, width, height }: Drawing,
  deviceWidth: number,
  theme: Theme,
): string {
  const deviceHeight = Math.round((height * deviceWidth) / width)
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${deviceWidth}" height="${deviceHeight}"` +
    ` viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" font-family="${FONT}">` +
    `${svgRect({ x: 0, y: 0, width, height }, theme.background)}${svg}</svg>`
  )
}

type Lines = {
  readonly y: number
  readonly size: number
  readonly leading: number
  readonly fill: string
  readonly weight?: 600
}

function block(lines: readonly string[], { y, size, leading, fill, weight }: Lines): Block {
  const style = weight === undefined ? { size, fill } : { size, fill, weight }
  const texts = lines.map((line, index) =>
    svgText({ x: PAD, y: y + index * leading + leading * 0.72 }, line, style),
  )
  return { svg: texts.join(''), height: lines.length * leading }
}

const SWATCH = 14
const GAP = 6
const BETWEEN = 12

/** The keys follow the words where all of them fit, else they start a line of their own. */
function subtitleBlock({ subtitle, keys }: Card, y: number, theme: Theme): Block {
  const { size, leading } = SUBTITLE
  const lines = wrap(subtitle, INNER, SUBTITLE)
  const words = block(lines, { ...SUBTITLE, y, fill: theme.ink2 })
  const widths = keys.map(({ text }) => SWATCH + GAP + textWidth(text, size))
  const total = widths.reduce((sum, width) => sum + BETWEEN + width, 0)
  const wordsEnd = textWidth(lines[lines.length - 1] ?? '', size)
  const beside = lines.length > 0 && wordsEnd + total <= INNER
  let svg = words.svg
  let line = beside ? lines.length - 1 : lines.length
  let x = beside ? wordsEnd + BETWEEN : 0
  for (const [index, key] of keys.entries()) {
    const width = widths[index] ?? 0
    if (x > 0 && x + width > INNER) {
      x = 0
      line += 1
    }
    const baseline = y + line * leading + leading * 0.72
    svg += swatch(key, PAD + x, baseline - size * 0.35)
    svg += svgText({ x: PAD + x + SWATCH + GAP, y: baseline }, key.text, { size, fill: theme.ink2 })
    x += width + BETWEEN
  }
  return { svg, height: (keys.length === 0 ? lines.length : line + 1) * leading }
}

function swatch({ mark, color }: Key, x: number, y: number): string {
  const rule = (width: number): string =>
    `<path d="M${px(x + 1)} ${px(y)}h${SWATCH - 2}" stroke="${color}" stroke-width="${width}" stroke-linecap="round"/>`
  switch (mark) {
    case 'line':
      return rule(3)
    case 'thin line':
      return rule(2)
    case 'band':
      return svgRect({ x, y: y - 5, width: SWATCH, height: 10 }, color, 2)
  }
}
