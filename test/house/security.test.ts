import { existsSync, readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

/** The lines of the threat model: what shows each, one test a line. */
const LINES = [
  ...readFileSync('SECURITY.md', 'utf8').matchAll(/^- \*\*(.+?)\*\* .+\n((?:  `.*\n)*)/gm),
].map(([, threat = '', shown = '']) => ({
  threat,
  shown: [...shown.matchAll(/^  `([^`]+)` › (.+)$/gm)].map(([, file = '', name = '']) => ({
    file,
    name,
  })),
}))

/** What a file calls its tests: a text that is followed by what is run. */
const titles = (source: string) =>
  [...source.matchAll(/(['"`])((?:\\.|(?!\1).)+)\1,\s*(?:async\s*)?\(/g)].map(([, , name]) => name)

test('the threat model has a line for each threat, and each line a test', () => {
  expect(LINES.length).toBeGreaterThan(25)
  expect(LINES.filter(({ shown }) => shown.length === 0)).toEqual([])
})

test.each(LINES.flatMap(({ threat, shown }) => shown.map((it) => ({ threat, ...it }))))(
  '$threat is shown by a test there is',
  ({ file, name }) => {
    expect(existsSync(file)).toBe(true)
    expect(titles(readFileSync(file, 'utf8'))).toContain(name)
  },
)

test('a test that is not there is missed', () => {
  const [first] = LINES[0]?.shown ?? []
  expect(titles(readFileSync(first?.file ?? '', 'utf8'))).not.toContain('no such test')
})
