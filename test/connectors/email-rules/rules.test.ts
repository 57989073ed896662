import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { ruledDoor } from '#connectors/email-rules/ruled.ts'
import { teamRules } from '#connectors/email-rules/rules.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'

const RULES = `# special ones first
@labs.corp.test = R&D/Labs
/ext-.+@corp\\.test/ = Contractors
/[a-d]\\w*\\.team@corp\\.test/ = A to D; @corp.test = Corp / Others`

test.each([
  ['Ada@labs.corp.test', 'R&D/Labs'],
  ['EXT-bo@corp.test', 'Contractors'],
  ['ext-@corp.test', 'Corp/Others'],
  ['bo.team@corp.test', 'A to D'],
  ['zoe.team@corp.test', 'Corp/Others'],
  [' grace@corp.test ', 'Corp/Others'],
  ['grace@evilcorp.test', undefined],
  ['grace@corp.test.evil.test', undefined],
  ['ext-bo@corpxtest', undefined],
  ['ada-lovelace', undefined],
  [`${'a'.repeat(400)}@corp.test`, undefined],
])('%s is in %s', (identifier, unit) => {
  expect(teamRules(RULES).unitOf(identifier)).toBe(unit)
})

test.each([
  ['/(a+)+@corp\\.test/ = X', 'pattern that is not allowed'],
  ['/a{2,}@corp\\.test/ = X', 'pattern that is not allowed'],
  ['/(a)\\1/ = X', 'pattern that is not allowed'],
  ['/a|b/ = X', 'pattern that is not allowed'],
  ['/^a$/ = X', 'pattern that is not allowed'],
  ['/a*?b/ = X', 'pattern that is not allowed'],
  ['/.*a.*b.*c/ = X', 'repeats too much'],
  [`/${'a'.repeat(300)}/ = X`, 'pattern that is not allowed'],
  ['/a/', 'has no team'],
  ['@corp.test = ', 'has no team'],
  ['@corp.test = A//B', 'no usable team'],
  ['corp.test = A', 'neither a domain nor a pattern'],
])('%s is refused', (rule, why) => {
  expect(() => teamRules(`@ok.test = Fine\n${rule}`)).toThrow(why)
  expect(() => teamRules(`@ok.test = Fine\n${rule}`)).toThrow(/Rule 2/)
})

const piece = fc.constantFrom('a', '.', '[ab]', '\\w', 'a?', '.?', '[^a]', '\\d', 'b')
const repeated = fc.constantFrom('.*', 'a*', '[ab]+', '\\w*')

test('no pattern that is taken takes long, whatever it meets', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }),
      repeated,
      fc.array(piece, { maxLength: 20 }),
      repeated,
      fc.array(piece, { maxLength: 20 }),
      fc.constantFrom('a', 'ab', 'b1'),
      (one, two, three, four, five, letter) => {
        const pattern = [...one, two, ...three, four, ...five].join('')
        if (pattern.length > 200) return
        const { unitOf } = teamRules(`/${pattern}/ = X`)
        const start = performance.now()
        unitOf(`${letter.repeat(319 / letter.length)}!`)
        expect(performance.now() - start).toBeLessThan(500)
      },
    ),
    { numRuns: 200 },
  )
})

test('each account is told once, with its team or that no rule fits', () => {
  const pseudonyms = pseudonymizer('a key for tests that is long enough for all')
  const door = ruledDoor(pseudonyms, teamRules(RULES))
  const ada = door.pseudonyms.person('ada@corp.test')
  const bo = door.pseudonyms.person('bo')
  door.pseudonyms.person('ADA@corp.test')
  expect(ada).toBe(pseudonyms.person('ada@corp.test'))
  expect(door.take()).toEqual([
    { account: ada, unit: 'Corp/Others' },
    { account: bo, unit: null },
  ])
  door.pseudonyms.person('ada@corp.test')
  expect(door.take()).toEqual([])
})
