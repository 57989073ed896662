import { expect, test } from 'vitest'

import { chooseHow, firstTurn, subscribedHow } from '#core/command/choose-how.ts'
import { parse } from '#core/command/parse.ts'
import { readCadence } from '#core/delivery/cadence.ts'
import { menuMessage } from '#core/delivery/menu.ts'

test.each([
  [{ what: '30d' }, 'subscribe 30d weekly monday 09:00'],
  [
    { what: 'team:"Data Platform" 30d', often: 'monthly', day: 'last', time: '17:30', to: 'here' },
    'subscribe "team:\\"Data Platform\\" 30d" monthly last 17:30 to:here',
  ],
  [
    { what: 'digest', often: 'weekly', day: 'tuesday', zone: 'Europe/Berlin', only: 'notable' },
    'subscribe digest weekly tuesday 09:00 Europe/Berlin only:notable',
  ],
])('%j is %s', (how, command) => {
  expect(subscribedHow(how)).toEqual({ command })
})

test.each([
  [{ what: '30d', often: 'weekly', day: '15' }, 'day', 'a day of the week'],
  [{ what: '30d', often: 'monthly', day: 'friday' }, 'day', 'a day of the month'],
  [{ what: '30d', often: 'weekdays', day: 'friday' }, 'day', 'Leave the day out'],
  [{ what: '30d', zone: 'Mars/Olympus' }, 'zone', 'no time zone Mars/Olympus'],
  [{ what: '30d', zone: 'Berlin' }, 'zone', 'like Europe/Berlin'],
  [{ what: 'taem:eng 30d' }, 'what', ''],
  [{ what: 'me 30d' }, 'what', 'stored nowhere'],
  [{ what: '30d', only: 'notable' }, 'only', 'Only of a `digest`'],
])('%j can not be, and the input that is wrong says why', (how, part, why) => {
  expect(subscribedHow(how)).toMatchObject({ wrong: { [part]: expect.stringContaining(why) } })
})

test.each([
  [{}, 'Next', 'Monday 23 Nov 2026, 09:00 (America/New_York)'],
  [{ zone: 'Europe/Berlin' }, 'Next', 'Monday 30 Nov 2026, 09:00 (Europe/Berlin)'],
  [{ often: 'monthly', day: 'last', time: '17:30' }, 'Next', 'Monday 30 Nov 2026, 17:30'],
  [{ often: 'daily', time: '02:30', zone: 'Europe/Berlin' }, 'Next', 'Tuesday 24 Nov 2026, 02:30'],
  [{ often: 'monthly', day: '31' }, 'day', 'There is no 31 February'],
  [{ zone: 'Mars/X' }, 'zone', 'There is no time zone Mars/X.'],
])('while %j is being chosen, what comes of it is known', (how, where, says) => {
  const now = Date.parse('2026-11-23T12:00:00Z')
  const turn = firstTurn({ what: '30d', ...how }, { zone: 'America/New_York', now })
  expect('next' in turn ? { Next: turn.next } : turn.wrong).toEqual({
    [where]: expect.stringContaining(says),
  })
})

test('each button of the menu is a command that is read as it is meant', () => {
  const asked = parse(chooseHow('team:"Data Platform" 30d'))
  if (asked.kind !== 'subscribe') throw new Error('it was not read')
  const cadence = readCadence('monthly 15 08:00 Europe/Berlin', 'UTC')
  if ('why' in cadence) throw new Error(cadence.why)
  const now = Date.parse('2026-11-22T12:00:00Z')
  const { parts } = menuMessage(asked, { cadence, now, channel: true })
  expect(parts[0]).toMatchObject({ text: expect.stringContaining('Tuesday 15 Dec 2026, 08:00') })
  const buttons = parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))
  const read = buttons.map(({ act }) => parse(act.kind === 'ask' ? act.command : ''))
  expect(read.map((one) => one.kind === 'subscribe' && one.what)).toEqual(
    buttons.map(() => 'team:"Data Platform" 30d'),
  )
  expect(read.filter((one) => one.kind === 'subscribe' && one.choose !== true)).toHaveLength(2)
})

test('a place that was typed stays through the menu', () => {
  const asked = parse('subscribe "team:eng 30d" choose to:#eng')
  if (asked.kind !== 'subscribe') throw new Error('it was not read')
  const cadence = readCadence('daily', 'UTC')
  if ('why' in cadence) throw new Error(cadence.why)
  const { parts } = menuMessage(asked, { cadence, now: 0, channel: true })
  const buttons = parts.flatMap((part) => (part.kind === 'buttons' ? part.buttons : []))
  const commands = buttons.map(({ act }) => (act.kind === 'ask' ? act.command : ''))
  expect(commands.filter((command) => !command.includes('to:#eng'))).toEqual([])
  expect(commands.filter((command) => !command.includes('choose'))).toHaveLength(1)
})
