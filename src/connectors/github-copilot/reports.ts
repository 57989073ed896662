import type { Call, DayStream, Pulled } from '#collect.ts'
import { daysOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'

import { type Github, githubOf } from './client.ts'
import { linesAt, linksOf } from './links.ts'
import { COPILOT, readReportRow, reportRows } from './report-row.ts'

const MOST_ROWS = 5000
const REPORT = 'users-1-day'

/**
 * One report per day of who used Copilot. The answer is a list of signed links to files of lines; they
 * are fetched as they are, without the token. 204, or no links: GitHub has not published that day.
 */
export const reports: DayStream = {
  how: 'days',
  id: 'reports',
  says: 'Interactions, completions, credits, and the command line and app, by person and day.',
  source: COPILOT,
  tools: [COPILOT],
  bucketZone: 'UTC',
  historyDays: 365,
  lateDays: 4,
  windowDays: 7,
  everyMinutes: 360,
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
  const seen = new Set<string>()
  const credit = microsFromDecimal(call.setting('AI_USAGE_CREDIT_USD') ?? '')
  const options = {
    pseudonyms: call.pseudonyms,
    ...(credit !== undefined && { creditMicros: Number(credit) }),
  }
  let rows: UsageReport[] = []
  const refused = refusals()
  const refuse = (why: string) => refused.add(`${REPORT} report of ${day}`, why)
  for (const link of links)
    for await (const lines of linesAt(link, REPORT, call))
      for (const { value, fault } of lines) {
        const read = readReportRow(value)
        if (!('row' in read))
          refuse(fault ?? [read.field, read.why].filter((word) => word !== null).join(' '))
        else if (read.row.day !== day) refuse('is of another day')
        else if (seen.has(read.row.user_login.toLowerCase()))
          refuse('is a person the report has twice')
        else {
          seen.add(read.row.user_login.toLowerCase())
          rows.push(...reportRows(read.row, options))
        }
        if (rows.length < MOST_ROWS - 1) continue
        yield { reports: rows }
        rows = []
      }
  yield { reports: rows, refused: refused.take() }
}
