import { expect, test } from 'vitest'

import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

test.each<[string, string, string]>([
  [
    'an understood command is written in its canonical form',
    'TEAM=eng, sales',
    'team:eng,sales 30d',
  ],
  [
    'a conversation of Teams is nobody’s address',
    'alert route critical to 19:a-1_b@thread.tacv2',
    'alert route severity:critical to 19:a-1_b@thread.tacv2',
  ],
  [
    'an address behind the same is one',
    'alert silence 3 1d 19:ann@thread.com 19:a@thread.v2.com',
    'alert silence 3 1d 19:[person] 19:[person]',
  ],
  ['an address becomes a person', 'user:ann@example.com 7d', 'user:[person] 7d'],
  ['a name becomes a person', 'user:"Ann Lee",bob 7d', 'user:[person],[person] 7d'],
  ['an alias stays', 'user:p-7k2fqa,ann@example.com 7d', 'user:p-7k2fqa,[person] 7d'],
  [
    'what only begins like an alias goes',
    'user:p-lee,p-müller,p-jones89 7d',
    'user:[person],[person],[person] 7d',
  ],
  ['an address in another filter goes', 'team:ann@example.com 7d', 'team:[person] 7d'],
  ['an address in a help topic goes', 'help ann@example.com', 'help [person]'],
  ['a misspelt filter hides its person too', 'usr:ann 7d', '[person] 7d'],
  ['a filter nobody knows may name a person', 'employee:ann 7d', '[person] 7d'],
  ['a second name without quotes goes with the first', 'user:Ann Lee 7d', '[person] 7d'],
  ['a lone name may be a person', 'Ann Lee 7d', '[person] 7d'],
  ['a misread team stays for whoever mends the grammar', 'tem:eng 30dd', 'tem:eng 30dd'],
  ['a misread next to a person hides only the person', 'user:ann 30dd', 'user:[person] 30dd'],
  ['control characters are spaces', 'team:"a\u0000\nb" 7d', 'team:"a b" 7d'],
  [
    'a sender that a rule passes over may be called after a person',
    'alert allow sender:ann-lee tool:cursor rule:shared-key',
    'alert allow sender:[name] tool:cursor rule:shared-key',
  ],
  [
    'so is one that is taken back',
    'alert allow remove sender:"Ann Lee" rule:shared-key',
    'alert allow remove sender:[name] rule:shared-key',
  ],
  ['ten thousand characters are a number', 'x'.repeat(10_000), '[10000 characters]'],
])('%s', (_, typed, written) => {
  expect(redact(typed)).toBe(written)
})

test('a command is redacted as its text is', () => {
  const command = parse('user:ann@example.com by:model')
  if (command.kind === 'misread') throw new Error('not understood')
  expect(redact(command)).toBe('user:[person] by:model 30d')
})
