import { z } from 'zod'

import type { Call, DayStream, Pulled } from '#collect.ts'
import { daysOf } from '#connectors/api/days.ts'
import { answerFault, type Door, faultOf } from '#connectors/api/fault.ts'
import { jsonLines } from '#connectors/api/json-lines.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import type { Day } from '#core/time/day.ts'
import type { UsageReport } from '#ingest.ts'

import { type Github, githubOf } from './client.ts'
import { doorOf } from './fault.ts'
import { placeOf } from './place.ts'
import { COPILOT, readReportRow, reportRows } from './report-row.ts'

const links = z.looseObject({ download_links: z.array(z.url()).nullish() })
const MOST_ROWS = 5000

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

/** The links of a day's report; none before it is published. */
export async function linksOf(github: Github, day: Day) {
  const question = {
    call: 'GET {at}/copilot/metrics/reports/users-1-day',
    right: 'reports',
    query: { day },
  } as const
  const { body, headers } = await github.get(question, links)
  return { links: body?.download_links ?? [], headers }
}

async function* dayOf(github: Github, day: Day, call: Call): AsyncGenerator<Pulled> {
  const { links } = await linksOf(github, day)
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
  const refuse = (why: string) => refused.add(`users-1-day report of ${day}`, why)
  for (const link of links)
    for await (const lines of linesAt(link, call))
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

const FILE = 'GET the signed link of a users-1-day report'

async function* linesAt(link: string, call: Call) {
  const door = doorOf('reports', placeOf(call))
  const where = { door, call: FILE, now: call.now }
  yield* jsonLines(await fileAt(link, call, door), where)
}

async function fileAt(link: string, call: Call, door: Door): Promise<ReadableStream<Uint8Array>> {
  const where = { door, call: FILE, now: call.now() }
  let answer: Response
  try {
    answer = await call.fetch(link, { signal: call.signal })
  } catch (error) {
    throw faultOf(error, where)
  }
  if (answer.ok && answer.body) return answer.body
  await answer.body?.cancel()
  // Storage says 403 or 404 to a link whose time is over.
  if ([403, 404, 410].includes(answer.status))
    throw new UserError(
      `GitHub Copilot answered ${FILE} with ${answer.status}: the link has expired`,
      'Nothing to do: the next sync asks for fresh links.',
    )
  throw answerFault(door, FILE, { ...where, status: answer.status, headers: answer.headers })
}
