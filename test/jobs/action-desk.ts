import { createHash } from 'node:crypto'

import type { Weeks } from '#core/action/outcome.ts'
import { parse } from '#core/command/parse.ts'
import { plainText } from '#core/message/plain-text.ts'
import { addDays, day } from '#core/time/day.ts'
import type { ActionHouse } from '#jobs/action-house.ts'
import { askActions } from '#jobs/actions.ts'
import type { Recommended } from '#ledgers.ts'
import { actionBook } from '#store/actions.ts'
import { audit } from '#store/audit.ts'
import type { Store } from '#store/store.ts'

export const MONDAY = day('2026-11-23')
export const FOUND = addDays(MONDAY, -7)
const TEAMS = 30
export const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
export const SEED = sha256('what nobody could foresee')
export const depth: Recommended = {
  key: 'depth:team 4',
  view: 'depth',
  unit: 'team 4',
  says: 'Team 4 asks once and leaves: 1.2 messages a session',
  action: 'Show them how to follow up.',
  watched: { metric: 'messages_per_session', wanted: 'rose' },
  week: FOUND,
}

/** Weeks that vary a little; from the first of December on team 4 has this many times as much. */
function weeksUntil(today: string, times: number): Weeks {
  const mondays = Array.from({ length: 24 }, (_, n) => addDays(MONDAY, 7 * (n - 14))).filter(
    (monday) => addDays(monday, 7) <= today,
  )
  const units = Array.from({ length: TEAMS }, (_, team) => ({
    unit: `team ${team}`,
    values: mondays.map((monday, n) => {
      const usual = 100 * (1 + (((team * 7 + n * 13) % 11) - 5) / 100)
      return team === 4 && monday > MONDAY ? usual * times : usual
    }),
  }))
  return { mondays, units }
}

export function desk(
  store: Store,
  times = 1.5,
  more: Pick<ActionHouse, 'reclaimed' | 'contracts'> = {},
) {
  let today = MONDAY
  const house = {
    actions: actionBook(store.db),
    unitWeeks: (_: string, until: string) => Promise.resolve(weeksUntil(until, times)),
    workspace: { zone: () => Promise.resolve('UTC'), fixZone: () => Promise.resolve() },
    clock: { now: () => Date.parse(`${today}T09:00:00Z`) },
    log: { info() {}, warn() {}, error() {} },
    audit: audit(store.db),
    lots: { seed: () => SEED, sha256 },
    ...more,
  }
  const says = async (text: string, id = 'U1') => {
    const command = parse(text)
    if (command.kind !== 'actions') throw new Error(`'${text}' is no command about actions`)
    const viewer = { kind: 'operator' } as const
    const { message, outcome } = await askActions(command, { text, viewer, place: id }, house)
    return `${outcome}: ${plainText(message)}`
  }
  return {
    house,
    says,
    propose: (...found: readonly Recommended[]) => house.actions.propose(found, house.clock.now()),
    until: (date: string) => (today = day(date)),
  }
}
