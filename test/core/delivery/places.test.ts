import { expect, test } from 'vitest'

import { editedFrom, editedHow } from '#core/command/edit-how.ts'
import { asTyped, numbered } from '#core/delivery/places.ts'

const to = (name: string, what = '30d') =>
  ({ what, name, kind: 'channel', id: `C${name}` }) as const

test('one question to each team’s own place is read back as it was typed', () => {
  expect(asTyped([to('#eng', 'team:eng 30d'), to('#sales', 'team:sales 30d')])).toEqual({
    what: '30d',
    to: [
      { place: '#eng', team: 'eng' },
      { place: '#sales', team: 'sales' },
    ],
  })
  expect(asTyped([to('#a', 'digest'), to('the team’s channel', 'digest')])).toEqual({
    what: 'digest',
    to: [{ place: '#a' }, { place: 'Cthe team’s channel' }],
  })
  expect(asTyped([to('#a', '30d'), to('#b', '7d')])).toBeUndefined()
})

test('a place in the stead of another takes its number, so no period is sent to both', () => {
  const were = [
    { no: 1, ...to('#a') },
    { no: 2, ...to('#b') },
  ]
  const numbers = (...names: readonly string[]) =>
    numbered(
      were,
      names.map((name) => ({ no: 0, ...to(name) })),
    ).map(({ no }) => no)
  expect(numbers('#c')).toEqual([1])
  expect(numbers('#b', '#a')).toEqual([2, 1])
  expect(numbers('#c', '#b', '#d')).toEqual([1, 2, 3])
})

test('a form that is sent as it opened changes nothing', () => {
  const command =
    'subscriptions edit 3 digest weekly tuesday 10:15 Europe/Berlin to:#eng only:notable'
  const { how, edits } = editedFrom(command) ?? { how: {}, edits: { id: 0 } }
  expect(how).toMatchObject({ often: 'weekly', day: 'tuesday', time: '10:15', place: '#eng' })
  expect(editedHow(how, edits)).toEqual({ command: command.replace(' to:#eng', '') })
  const { only: _, ...each } = how
  expect(editedHow({ ...each, place: 'me' }, edits)).toEqual({
    command: command.replace('to:#eng only:notable', 'to:me only:off'),
  })
  expect(editedHow({ ...how, place: ' ' }, edits)).toMatchObject({
    wrong: { place: expect.stringContaining('Say where') },
  })
})
