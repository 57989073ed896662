import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

import { SMALLEST } from '#core/signals/answer.ts'
import { QUESTIONS } from '#core/signals/questions.ts'

const docs = readFileSync(new URL('../../../docs/signals.md', import.meta.url), 'utf8')

test('docs/signals.md names the questions that are asked, and no others', () => {
  const rows = docs.split('\n').filter((line) => /^\| `(level|adoption|units):/.test(line))
  expect(rows).toEqual(QUESTIONS.map(({ id, asks }) => `| \`${id}\` | ${asks} |`))
})

test('it names the smallest groups anything is said of', () => {
  const { people, units, weeks, degrees } = SMALLEST
  expect(docs).toContain(
    `${people} people on each side, ${units} units that have both, ${weeks} weeks, and ${degrees} degrees of freedom`,
  )
})
