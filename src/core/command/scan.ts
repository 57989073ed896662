import { readCompare } from './compare.ts'
import { type Piece, problem, type Reader } from './meaning.ts'
import { readPair } from './pair.ts'
import { GAP, match, NAMED, WORD } from './patterns.ts'
import { readFiller, readGrain, readMetric, readPeriod, readSplit, readTop } from './read.ts'
import { forWords, isSlip, keyOf, short, writeFilter } from './suggest.ts'
import { readQuoted } from './values.ts'
import { readVersus } from './versus.ts'

/** Everything the text says, in order, with what was not understood. Never throws. */
export function scan(text: string): readonly Piece[] {
  const pieces: Piece[] = []
  for (let at = afterGap(text, 0); at < text.length; at = afterGap(text, at)) {
    const piece = readGrammar(text, at) ?? readUnknown(text, at, pieces.at(-1))
    // A piece may take back the one before it: `team:customer success`.
    while ((pieces.at(-1)?.start ?? -1) >= piece.start) pieces.pop()
    pieces.push(piece)
    at = piece.end
  }
  return pieces
}

const readGrammar: Reader = (text, start) =>
  readFiller(text, start) ??
  readCompare(text, start) ??
  readVersus(text, start) ??
  readTop(text, start) ??
  readPair(text, start) ??
  readPeriod(text, start) ??
  readMetric(text, start) ??
  readGrain(text, start) ??
  readSplit(text, start)

function readUnknown(text: string, start: number, previous: Piece | undefined): Piece {
  const quoted = readQuoted(text, start)
  const end = quoted?.end ?? match(WORD, text, start)?.end ?? start + 1
  const word = quoted?.value ?? text.slice(start, end)
  const touches = previous?.open && /^\s+$/u.test(text.slice(previous.end, start))
  if (previous && touches && !quoted && !isSlip(word)) return extend(previous, text, end)
  return readNamed(text, start) ?? unknown({ start, end }, text, word)
}

/** The words up to `end` belong to what was open before them: `team:customer success`. */
function extend({ start, end: from, open }: Piece, text: string, end: number): Piece {
  const values = open?.values ?? []
  const last = `${values.at(-1) ?? ''}${text.slice(from, end)}`
  if (open?.key === undefined) return unknown({ start, end }, text, last)
  const longer = { key: open.key, values: [...values.slice(0, -1), last] }
  const suggestions = short([writeFilter(longer.key, longer.values)])
  const why = 'A name with spaces needs quotes.'
  const meanings = [problem(text.slice(start, end), why, suggestions)]
  return { start, end, meanings, open: longer }
}

function unknown(
  { start, end }: { readonly start: number; readonly end: number },
  text: string,
  words: string,
): Piece {
  const why = 'This is not part of a command.'
  const meanings = [problem(text.slice(start, end), why, forWords(words))]
  return { start, end, meanings, open: { values: [words] } }
}

/** `team eng`, without the colon. */
const readNamed: Reader = (text, start) => {
  const found = match(NAMED, text, start)
  const [name = '', value = ''] = found?.groups ?? []
  const key = keyOf(name)
  if (!found || key === undefined || readGrammar(text, found.end - value.length)) return undefined
  const suggestions = short([writeFilter(key, [value])])
  const why = 'A filter needs its colon.'
  return { start, end: found.end, meanings: [problem(found.text, why, suggestions)] }
}

function afterGap(text: string, start: number): number {
  return match(GAP, text, start)?.end ?? start
}
