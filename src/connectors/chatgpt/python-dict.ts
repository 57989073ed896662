/**
 * Reads a Python dict literal of text to whole numbers, `{'gpt-4o': 25, "o'3": 1}`, as ChatGPT's
 * workspace export writes them: no JSON. Undefined when it is anything else.
 */
export function readPythonDict(text: string): ReadonlyMap<string, number> | undefined {
  const source = text.trim()
  if (!source.startsWith('{') || !source.endsWith('}')) return undefined
  const found = new Map<string, number>()
  let at = skipSpace(source, 1)
  while (source[at] !== '}') {
    const key = readString(source, at)
    if (!key) return undefined
    at = skipSpace(source, key.end)
    if (source[at] !== ':') return undefined
    const [number] =
      /^\d(?:_?\d){0,14}(?![\w.])/.exec(source.slice(skipSpace(source, at + 1))) ?? []
    if (number === undefined || found.has(key.value)) return undefined
    found.set(key.value, Number(number.replaceAll('_', '')))
    at = skipSpace(source, skipSpace(source, at + 1) + number.length)
    if (source[at] === ',') at = skipSpace(source, at + 1)
    else if (source[at] !== '}') return undefined
  }
  return at === source.length - 1 ? found : undefined
}

function skipSpace(source: string, from: number): number {
  let at = from
  while (/\s/.test(source[at] ?? '')) at += 1
  return at
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  n: '\n',
  r: '\r',
  t: '\t',
}
const CODES: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** A string between either kind of quotes, with Python's escapes. */
function readString(
  source: string,
  from: number,
): { readonly value: string; readonly end: number } | undefined {
  const quote = source[from]
  if (quote !== "'" && quote !== '"') return undefined
  let value = ''
  for (let at = from + 1; at < source.length; at++) {
    const letter = source[at] ?? ''
    if (letter === quote) return { value, end: at + 1 }
    if (letter !== '\\') {
      value += letter
      continue
    }
    const escaped = source[at + 1] ?? ''
    const digits = CODES[escaped]
    const plain = ESCAPES[escaped]
    if (plain !== undefined) {
      value += plain
      at += 1
    } else if (digits === undefined) return undefined
    else {
      const code = Number.parseInt(source.slice(at + 2, at + 2 + digits), 16)
      const written = source.slice(at + 2, at + 2 + digits)
      if (written.length < digits || !/^[0-9a-f]+$/i.test(written) || code > 0x10ffff)
        return undefined
      value += String.fromCodePoint(code)
      at += 1 + digits
    }
  }
  return undefined
}
