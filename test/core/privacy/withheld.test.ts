import { expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { withheldSentence } from '#core/message/withheld.ts'
import type { Withheld } from '#core/metric/withheld.ts'

const cases: readonly (readonly [string, Withheld, string])[] = [
  [
    'team:Desk 1w',
    { reason: 'few', nearest: { kind: 'unit', path: 'Sales' } },
    'This is not told: it is about too few people, or would give such a number away. Ask `team:Sales 1w`.',
  ],
  [
    'team:Desk 1w',
    { reason: 'few', nearest: { kind: 'unit', path: null } },
    'This is not told: it is about too few people, or would give such a number away. Ask `1w`.',
  ],
  [
    'team:Sales model:gpt-5 1w',
    { reason: 'detail', nearest: { kind: 'without', what: 'filter' } },
    'This is not published at this detail. Ask `team:Sales 1w`.',
  ],
  [
    '3d',
    { reason: 'open', nearest: { kind: 'period', from: '2026-11-09', to: '2026-11-15' } },
    'This is not published yet: numbers are told when their week or month has closed. Ask `2026-11-09..2026-11-15`.',
  ],
  [
    '1w',
    { reason: 'open' },
    'This is not published yet: numbers are told when their week or month has closed.',
  ],
]

test.each(cases)('%s is withheld and something larger offered', (text, withheld, says) => {
  const ask = parse(text)
  if (ask.kind !== 'ask') throw new Error(`not a question: ${text}`)
  expect(withheldSentence(withheld, ask)).toBe(says)
})
