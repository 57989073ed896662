import type { CursorStream, GovernanceEvent } from '#collect.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { company } from '#db/seeds/company.ts'
import { type CompanyEvent, companyEvents, freshEvents } from '#db/seeds/governance.ts'
import { raiseAlerts } from '#jobs/raise-alerts.ts'

import type { OpenHouse } from './open-house.ts'

const SOURCE = 'demo-audit'
const HISTORY_DAYS = 90
const PUBLISHED_MS = 4 * 60_000

const STREAM: CursorStream = {
  id: 'audit',
  says: 'What the made-up company’s audit logs say.',
  source: SOURCE,
  tools: [],
  how: 'cursor',
  historyDays: null,
  everyMinutes: 60,
  async *pull() {},
}

/** What the company's audit logs say of the last quarter and of the hour before now, and the alerts of it. */
export async function settleEvents(house: OpenHouse, anchor: Day): Promise<void> {
  const now = house.clock.now()
  const people = company(anchor)
  const today = dayAt(now, 'UTC')
  const period = { from: addDays(today, -HISTORY_DAYS), to: addDays(today, -1) }
  const events = [...companyEvents(people, period), ...freshEvents(people, now)]
  const governance = events.map((event) => governanceOf(event, house))
  // What happened before the demo was made was known then: nobody is paged for it.
  await using pull = await house.collect.collection.open({
    connector: 'demo',
    stream: STREAM,
    at: now,
  })
  await pull.add({ governance })
  await pull.commit({ cursor: String(now) })
  await raiseAlerts(house)
}

function governanceOf(
  { id, at, actor, target, ...event }: CompanyEvent,
  { pseudonyms }: Pick<OpenHouse, 'pseudonyms'>,
): GovernanceEvent {
  return {
    ...event,
    atMicros: BigInt(at) * 1_000n,
    source: SOURCE,
    id: pseudonyms.event(`demo:${id}`),
    reference: `entry_${pseudonyms.event(`demo:${id}`).slice(0, 22)}`,
    // Most vendors do not say it.
    publishedMicros: event.type === 'injection_flag' ? BigInt(at + PUBLISHED_MS) * 1_000n : null,
    actor: pseudonyms.person(actor),
    target: target === null ? null : pseudonyms.person(target),
    object: pseudonyms.asset(`demo:${id}`),
  }
}
