import type { Weight } from './measure.ts'

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
// Everything XML 1.0 can't carry, even as a reference.
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu

export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(ILLEGAL, '')
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? '')
}

/** Pixels with at most two decimals: more only makes the file longer. */
export const px = (value: number): string => String(Math.round(value * 100) / 100)

type Style = {
  readonly size: number
  readonly fill: string
  readonly weight?: Weight
  readonly anchor?: 'start' | 'middle' | 'end'
}

export type At = { readonly x: number; readonly y: number }

/** One line of text with its baseline at `y`. */
export function svgText({ x, y }: At, text: string, { size, fill, weight, anchor }: Style): string {
  if (text === '') return ''
  const face = weight === undefined ? '' : ` font-weight="${weight}"`
  const align = anchor === undefined ? '' : ` text-anchor="${anchor}"`
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}"${face}${align} fill="${fill}">${escapeXml(text)}</text>`
}

type Box = At & { readonly width: number; readonly height: number }

export function svgRect({ x, y, width, height }: Box, fill: string, radius = 0): string {
  const corner = radius === 0 ? '' : ` rx="${radius}"`
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}"${corner} fill="${fill}"/>`
}
