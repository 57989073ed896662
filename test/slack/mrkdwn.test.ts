import { expect, test } from 'vitest'

import { mrkdwn, typed } from '#slack/mrkdwn.ts'

test.each([
  ['<@UBOT> team:eng 30d', 'team:eng 30d'],
  ['team:eng <@UBOT>', 'team:eng'],
  ['user:<mailto:a@b.ch|a@b.ch>', 'user:a@b.ch'],
  ['user:<mailto:a@b.ch>', 'user:a@b.ch'],
  ['tool:<http://claude.ai|claude.ai>', 'tool:claude.ai'],
  ['team:&lt;R&amp;D&gt;', 'team:<R&D>'],
  ['team:&amp;lt;', 'team:&lt;'],
  ['in <#C123|general>', 'in general'],
])('%s was typed as %s', (said, meant) => {
  expect(typed(said, 'UBOT')).toBe(meant)
})

test.each([
  ['**$4,210** on AI', '*$4,210* on AI'],
  ['type `help`', 'type `help`'],
  ['**<!here>**', '*&lt;!here&gt;*'],
  ['a ** b', 'a ** b'],
])('%s is written as %s', (text, written) => {
  expect(mrkdwn(text)).toBe(written)
})
