import { expect, test } from 'vitest'

import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

const OBJECT = '7d0c4f0e-54a9-4b7e-9a2c-2b2d5b1f0001'

test.each([
  ['roles', 'roles list'],
  ['Roles list', 'roles list'],
  ['roles grant analyst U024BE7LH', 'roles grant analyst U024BE7LH'],
  ['roles grant analyst @u024be7lh', 'roles grant analyst U024BE7LH'],
  ['roles grant security <@U024BE7LH|ann>', 'roles grant security U024BE7LH'],
  ['role revoke PERSON T1/U024BE7LH', 'roles revoke person T1/U024BE7LH'],
  ['roles grant lead U024BE7LH Sales / EMEA', 'roles grant lead U024BE7LH "Sales / EMEA"'],
  ['roles grant lead U024BE7LH “Sales/EMEA”', 'roles grant lead U024BE7LH Sales/EMEA'],
  ['roles grant analyst group:@Data-Team', 'roles grant analyst group:data-team'],
  ['roles grant lead group:<!subteam^S0DATA|@data> Sales', 'roles grant lead group:S0DATA Sales'],
  [
    `roles revoke security GROUP:entra:${OBJECT.toUpperCase()}`,
    `roles revoke security group:entra:${OBJECT}`,
  ],
  ['me', 'me 30d'],
  ['me last month', 'me last month'],
  ['My usage 7d', 'me 7d'],
])('%s is %s, and reads back as itself', (text, canonical) => {
  const parsed = parse(text)
  if (parsed.kind === 'misread') throw new Error(JSON.stringify(parsed))
  expect(format(parsed)).toBe(canonical)
  expect(parse(canonical)).toEqual(parsed)
  expect(redact(text)).toBe(canonical)
})

test.each([
  ['roles delete analyst U024BE7LH', 'Roles are listed, granted or revoked.'],
  ['roles grant anlyst U024BE7LH', 'The roles are admin, person, security, analyst, lead.'],
  ['roles grant analyst ann@example.com', 'Name a Slack user by the id'],
  ['roles grant analyst google:ann@example.com', 'Or a group'],
  ['roles grant analyst group:okta:ann@example.com', 'Or a group'],
  ['roles grant analyst group:entra:Admins', 'Or a group'],
  ['roles grant analyst', 'Name a Slack user by the id'],
  ['roles grant lead U024BE7LH', 'Say which unit'],
  ['roles grant analyst U024BE7LH Sales', 'Only a lead has a unit'],
  ['me team:eng', 'Your own numbers are shown for days, whole.'],
  ['me by:model 7d', 'Your own numbers are shown for days, whole.'],
])('%s is told what is wrong with it', (text, why) => {
  const parsed = parse(text)
  expect(parsed).toMatchObject({ kind: 'misread' })
  expect(JSON.stringify(parsed)).toContain(why)
  expect(redact(text)).not.toContain('ann@example.com')
})

test('a group of Google is named by its address, which no trail of what was typed keeps', () => {
  const text = 'roles grant lead group:google:Sec@Corp.example Sales'
  const parsed = parse(text)
  expect(parsed).toMatchObject({
    grant: 'lead',
    who: 'group:google:sec@corp.example',
    unit: 'Sales',
  })
  if (parsed.kind === 'misread') throw new Error('it is misread')
  expect(parse(format(parsed))).toEqual(parsed)
  expect(redact(text)).toBe('roles grant lead group:google:[person] Sales')
})

test('“show me 30d” is still everyone’s', () => {
  expect(parse('show me 30d')).toMatchObject({ kind: 'ask', filters: {} })
})
