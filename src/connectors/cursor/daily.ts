import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { unixOf } from '#connectors/api/days.ts'
import type { Turn } from '#connectors/api/pace.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { chunks, summedReports } from '#connectors/api/report-sum.ts'
import { addDays, dayAt, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { cursorClient, PAGE, pagination } from './client.ts'

const CALL = 'POST /teams/daily-usage-data'
const SOURCE = 'cursor-daily'

const count = z.int().nonnegative().nullish()
const row = z.looseObject({
  email: z.string().min(1).max(500).nullish(),
  day: z.string().nullish(),
  date: z.number().nullish(),
  isActive: z.boolean().nullish(),
  composerRequests: count,
  chatRequests: count,
  agentRequests: count,
  cmdkUsages: count,
  totalAccepts: count,
  totalRejects: count,
  totalTabsShown: count,
  totalTabsAccepted: count,
})
type Row = z.infer<typeof row>
const page = z.looseObject({ data: z.array(z.unknown()), pagination: pagination.nullish() })

/** What people did in the editor: requests of theirs, accepted edits and completions. */
export function dailyStream(turn: Turn): DayStream {
  return {
    id: 'daily',
    how: 'days',
    says: 'Requests, accepted edits and completions by person and day.',
    source: SOURCE,
    tools: ['cursor'],
    measures: ['activity'],
    bucketZone: 'UTC',
    lateDays: 2,
    windowDays: 30,
    historyDays: null,
    everyMinutes: 120,
    pull: (window, call) => pull(window, call, turn),
  }
}

async function* pull(window: Window, call: Call, turn: Turn): AsyncGenerator<Pulled> {
  const api = cursorClient(call, turn)
  const refused = refusals()
  const reports: UsageReport[] = []
  const span = {
    startDate: unixOf(window.from) * 1000,
    endDate: unixOf(addDays(window.to, 1)) * 1000 - 1,
  }
  for (let number = 1, more = true; more; number++) {
    const json = { ...span, page: number, pageSize: PAGE }
    const { body } = await api.ask({ call: CALL, json }, page)
    more = body.pagination?.hasNextPage === true && body.data.length > 0
    for (const raw of body.data) {
      const read = row.safeParse(raw)
      const day = read.success ? dayOf(read.data) : undefined
      if (!read.success)
        refused.add('daily usage', `has another form at ${read.error.issues[0]?.path.join('.')}`)
      else if (day === undefined || day < window.from || day > window.to)
        refused.add('daily usage', 'lies outside the days asked for')
      else reports.push(...reportsOf(read.data, { day, call }))
    }
  }
  yield { refused: refused.take() }
  for (const part of chunks(summedReports(reports))) yield { reports: part }
}

function dayOf({ day, date }: Row) {
  if (day && isDay(day.slice(0, 10))) return day.slice(0, 10) as ReturnType<typeof addDays>
  return typeof date === 'number' && date > 1e12 && date < 1e13 ? dayAt(date, 'UTC') : undefined
}

const sum = (...values: readonly (number | null | undefined)[]): number | null => {
  const known = values.filter((value) => value !== null && value !== undefined)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}

function reportsOf(
  day: Row,
  { day: date, call }: { readonly day: UsageReport['day']; readonly call: Call },
): readonly UsageReport[] {
  const messages = sum(day.composerRequests, day.chatRequests, day.agentRequests, day.cmdkUsages)
  const decided = sum(day.totalAccepts, day.totalRejects)
  const { totalTabsShown: shown = null, totalTabsAccepted: accepted = null } = day
  const report = (feature: UsageReport['feature'], counts: Partial<UsageReport>): UsageReport => ({
    ...UNREPORTED,
    day: date,
    account: day.email ? call.pseudonyms.person(day.email) : null,
    tool: 'cursor',
    source: SOURCE,
    model: null,
    feature,
    active: day.isActive ?? (messages ?? 0) + (decided ?? 0) + (accepted ?? 0) > 0,
    passive: false,
    ...counts,
  })
  // Every member has a row for every day: those of zeros say no more than no row.
  const edits = { messages, codeGenerations: decided, codeAcceptances: day.totalAccepts ?? null }
  return [
    ...(day.isActive || (messages ?? 0) + (decided ?? 0) > 0 ? [report(null, edits)] : []),
    ...((shown ?? 0) > 0
      ? [report('code_completion', { codeGenerations: shown, codeAcceptances: accepted })]
      : []),
  ]
}
