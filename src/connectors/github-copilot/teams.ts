import { z } from 'zod'

import type { Call, DayStream, GroupDay, Pulled } from '#collect.ts'
import { daysOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import type { Day } from '#core/time/day.ts'

import { type Github, githubOf } from './client.ts'
import { linesAt, linksOf } from './links.ts'

/**
 * What we read of a user-teams-1-day row:
 * https://docs.github.com/en/rest/copilot/copilot-usage-metrics#get-copilot-organization-user-teams-report-for-a-specific-day
 */
const teamRow = z.looseObject({
  day: z.string(),
  user_login: z.string().trim().min(1).max(320),
  slug: z.string().trim().min(1).max(200),
})
const MOST_ROWS = 5000
const REPORT = 'user-teams-1-day'

/** Teams are groups to filter by: a person may be in several, so nothing is summed by them. */
export const teams: DayStream = {
  how: 'days',
  id: 'teams',
  says: 'Who is in which GitHub team, by day. A day that GitHub never publishes counts as the last one before it.',
  source: 'github-copilot-teams',
  tools: [],
  bucketZone: 'UTC',
  historyDays: 365,
  lateDays: 4,
  windowDays: 7,
  everyMinutes: 1440,
  async *pull(window, call) {
    const github = await githubOf(call)
    for (const day of daysOf(window)) yield* dayOf(github, day, call)
  },
}

async function* dayOf(github: Github, day: Day, call: Call): AsyncGenerator<Pulled> {
  const { links } = await linksOf(github, REPORT, day)
  if (links.length === 0) {
    yield { unpublished: [day] }
    return
  }
  const refused = refusals()
  let groups: GroupDay[] = []
  for (const link of links)
    for await (const lines of linesAt(link, REPORT, call)) {
      for (const { value, fault } of lines) {
        const row = teamRow.safeParse(value).data
        if (row?.day === day)
          groups.push({ account: call.pseudonyms.person(row.user_login), group: row.slug, day })
        else refused.add(`${REPORT} report of ${day}`, fault ?? whyNot(row))
      }
      if (groups.length < MOST_ROWS) continue
      yield { groups }
      groups = []
    }
  yield { groups, refused: refused.take() }
}

const whyNot = (row: unknown) => (row ? 'is of another day' : 'is not as GitHub documents it')
