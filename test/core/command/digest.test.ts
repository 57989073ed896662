import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

test.each([
  ['digest', 'digest'],
  ['Digest please', 'digest'],
  ['weekly digest', 'digest'],
  ['digest for team:Sales', 'digest team:Sales'],
  ['digest team:"Sales/EMEA" as of 2026-11-25', 'digest team:Sales/EMEA as-of:2026-11-23'],
  ['digest as-of:2026-11-23', 'digest as-of:2026-11-23'],
  ['digest seats', 'digest seats'],
  ['digest views', 'digest views'],
  ['digest renewal for tool:chatgpt', 'digest renewal tool:chatgpt'],
])('%s is read as %s', (typed, canonical) => {
  const command = parse(typed)
  expect(command.kind === 'misread' ? command : format(command)).toBe(canonical)
})

test.each([
  ['digest as-of:2026-02-31', 'digest'],
  ['digest team:sales,eng', 'digest team:sales'],
  ['digest team:sales 30d', 'digest team:sales'],
  ['digest seats tool:chatgpt', 'digest seats'],
  ['digest renewal tool:chatgpt,gemini', 'digest renewal tool:chatgpt'],
])('%s is not understood, and %s is offered', (typed, suggestion) => {
  expect(parse(typed)).toMatchObject({ kind: 'misread', suggestion })
})
