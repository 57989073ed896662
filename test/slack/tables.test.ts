import { expect, test } from 'vitest'

import { renderSlack } from '#slack/render.ts'

test('whoever has a role is named as Slack names people; words stand left, short names in one line', () => {
  const message = {
    title: 'Roles',
    summary: '',
    parts: [
      {
        kind: 'table' as const,
        head: ['Who', 'Role', 'Uses', 'Given by'],
        rows: [
          ['T123/U456', 'admin', '7', 'settings'],
          ['group @leads', 'lead', '8', 'W789'],
        ],
        accounts: [0, 3],
      },
    ],
  }
  const [, table] = renderSlack(message, { picture: { kind: 'none' }, tables: 'block', dm: false })
  const person = (user_id: string) => ({
    type: 'rich_text',
    elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id }] }],
  })
  const words = (text: string) => ({ type: 'raw_text', text })
  expect(table).toEqual({
    type: 'table',
    rows: [
      message.parts[0]?.head.map(words),
      [person('U456'), words('admin'), words('7'), words('settings')],
      [words('group @leads'), words('lead'), words('8'), person('W789')],
    ],
    column_settings: [
      { align: 'left', is_wrapped: false },
      { align: 'left', is_wrapped: false },
      { align: 'right', is_wrapped: false },
      { align: 'left', is_wrapped: false },
    ],
  })
})
