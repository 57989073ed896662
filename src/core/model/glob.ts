/** Whether a name holds `*` or `?`, for any letters or any one. */
export const isGlob = (text: string): boolean => /[*?]/u.test(text)

/**
 * Whether a whole name fits `claude-*`, whatever the case. By hand, in steps of name × glob at most:
 * as an expression, a few stars that someone typed could take it for ever.
 */
export function fitsGlob(name: string, glob: string): boolean {
  const [letters, marks] = [Array.from(name.toLowerCase()), Array.from(glob.toLowerCase())]
  let [at, mark] = [0, 0]
  // Where the last star was, and how much of the name it holds.
  let star = -1
  let held = 0
  while (at < letters.length) {
    if (marks[mark] === '*') {
      star = mark
      held = at
      mark += 1
    } else if (marks[mark] === '?' || marks[mark] === letters[at]) {
      at += 1
      mark += 1
    } else if (star >= 0) {
      held += 1
      at = held
      mark = star + 1
    } else return false
  }
  return marks.slice(mark).every((left) => left === '*')
}
