// Line breaks, direction overrides (they would reorder the numbers beside a name) and the
// code points XML cannot carry.
const UNSAFE = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu

/** Text from outside made safe to draw and to read aloud: one line, no control characters. */
export function plain(text: string): string {
  return text.toWellFormed().replace(UNSAFE, ' ').replace(/\s+/gu, ' ').trim()
}

/** At most `max` UTF-16 units, never half a character, ending in "…" when something was cut. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  let kept = ''
  for (const character of text) {
    if (kept.length + character.length > max - 1) break
    kept += character
  }
  return `${kept.trimEnd()}…`
}
