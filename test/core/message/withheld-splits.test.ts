import { expect, test } from 'vitest'

import type { Ask } from '#core/command/command.ts'
import { parse } from '#core/command/parse.ts'
import { withheldSentence } from '#core/message/withheld.ts'

test.each([
  ['by:quartile people 30d', 'active_people 2026-10-01..2026-10-31'],
  ['by:team,level people 30d', 'by:team active_people 2026-10-01..2026-10-31'],
  ['by:team people 30d', 'by:team active_people 2026-10-01..2026-10-31'],
])('%s is sent to a month that is told, by what is told', (asked, instead) => {
  const nearest = { kind: 'period', from: '2026-10-01', to: '2026-10-31' } as const
  const said = withheldSentence({ reason: 'detail', nearest }, parse(asked) as Ask)
  expect(said).toBe(`This is not published at this detail. Ask \`${instead}\`.`)
})
