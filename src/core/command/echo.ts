const LONGEST = 60

/** Marks that turn or hide the text around them, and the ticks that would end the code. */
const UNSAFE = /[\p{Cc}`\u200B\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/** Text someone typed, as code in a message: one line, cut, unable to change what is around it. */
export function echo(text: string): string {
  const letters = Array.from(text.toWellFormed().replaceAll(/\s+/gu, ' ').replaceAll(UNSAFE, ''))
  const cut =
    letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : letters.join('')
  return `\`${cut.trim()}\``
}
