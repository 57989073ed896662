/** Values as people type them: bare, or in straight or typographic quotes, several with commas. */

const DOUBLE = '"“”„‟«»'
const SINGLE = "'‘’‚‛"

/** Left as typed; everything else goes into quotes. */
const PLAIN = /^[\p{L}\p{N}_@][\p{L}\p{M}\p{N}_@./+#&*-]*$/u

const BARE = /[^\s,]+(?:\s+\/\s+[^\s,]+)*/uy

export type Values = {
  readonly values: readonly string[]
  /** Where reading stopped. */
  readonly end: number
  /** A quote was opened and not closed; its words are read as if it had not been typed. */
  readonly unclosed: boolean
  /** The last value had no quotes, so the word behind it may belong to it. */
  readonly bare: boolean
}

type Value = Omit<Values, 'values'> & { readonly value: string }

/** A value as it is typed: `eng`, `"Sales / EMEA"`, `"say \"hi\""`. */
export function writeValue(value: string): string {
  return PLAIN.test(value) ? value : inQuotes(value)
}

/** A value in quotes, also where it could stand without. */
export function inQuotes(value: string): string {
  return `"${value.replaceAll(/["“”„‟«»\\]/gu, String.raw`\$&`)}"`
}

/**
 * Reads values at `start`, as long as commas join them. A comma before a space ends the list when
 * `stops` says that what follows is a word of the grammar.
 */
export function readValues(
  text: string,
  start: number,
  stops: (position: number) => boolean,
): Values {
  const values: string[] = []
  let end = start
  let unclosed = false
  let bare = true
  for (
    let next: number | undefined = start;
    next !== undefined;
    next = afterComma(text, end, stops)
  ) {
    const read = readValue(text, next)
    if (read === undefined) break
    if (read.value.trim() !== '') values.push(read.value)
    unclosed ||= read.unclosed
    ;({ end, bare } = read)
  }
  return { values, end, unclosed, bare }
}

/** A value in quotes at `start`; undefined when there is none, or it does not end. */
export function readQuoted(
  text: string,
  start: number,
): { readonly value: string; readonly end: number } | undefined {
  const opener = text.charAt(start)
  if (opener === '' || !(DOUBLE + SINGLE).includes(opener)) return undefined
  const closers = DOUBLE.includes(opener) ? DOUBLE : SINGLE
  let value = ''
  for (let i = start + 1; i < text.length; i++) {
    const letter = text.charAt(i)
    const following = text.charAt(i + 1)
    if (letter === '\\' && following !== '' && `${DOUBLE}${SINGLE}\\`.includes(following)) {
      value += following
      i++
    } else if (closers.includes(letter) && (closers === DOUBLE || /^$|[\s,;]/u.test(following))) {
      // An apostrophe inside single quotes closes nothing: 'O'Brien'.
      return { value, end: i + 1 }
    } else value += letter
  }
  return undefined
}

function readValue(text: string, start: number): Value | undefined {
  const quoted = readQuoted(text, start)
  if (quoted) return { ...quoted, unclosed: false, bare: false }
  const unclosed = start < text.length && (DOUBLE + SINGLE).includes(text.charAt(start))
  BARE.lastIndex = unclosed ? start + 1 : start
  const value = BARE.exec(text)?.[0]
  if (value !== undefined) return { value, end: BARE.lastIndex, unclosed, bare: true }
  return unclosed ? { value: '', end: start + 1, unclosed, bare: true } : undefined
}

/** Where the next value starts, when a comma joins one; undefined at the end of the list. */
function afterComma(
  text: string,
  end: number,
  stops: (position: number) => boolean,
): number | undefined {
  const comma = /\s*,[\s,]*/uy
  comma.lastIndex = end
  const found = comma.exec(text)?.[0]
  if (found === undefined || comma.lastIndex >= text.length) return undefined
  const spaced = /\s$/u.test(found)
  return spaced && stops(comma.lastIndex) ? undefined : comma.lastIndex
}
