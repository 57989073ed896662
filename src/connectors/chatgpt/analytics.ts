import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { dayOf, startOf } from '#connectors/api/days.ts'
import { unpublishedDays } from '#connectors/api/unpublished.ts'
import { addDays, type Day, isDay } from '#core/time/day.ts'
import { UNREPORTED, type UsageReport } from '#ingest.ts'

import { accountOf, CHATGPT, loginBook } from './client.ts'
import { logFiles, RETENTION_DAYS, valuesOf } from './logs.ts'

const TYPE = 'CHATGPT_USER_ANALYTICS'
const SOURCE = 'chatgpt-analytics'
const LATE_DAYS = 4
/** A day is told of on the next, at the soonest. */
const LAG_DAYS = 2
const CHUNK = 5_000

const facts = {
  day: z.string().nullish(),
  date: z.string().nullish(),
  email: z.string().max(320).nullish(),
  user_id: z.string().max(200).nullish(),
  messages: z.int().min(0).nullish(),
  credits_used: z.number().min(0).max(1e9).nullish(),
}
const entry = z.looseObject({
  event_id: z.string().max(300).nullish(),
  timestamp: z.string().nullish(),
  actor: z.looseObject({ user_id: facts.user_id, user_email: facts.email }).nullish(),
  ...facts,
  payload: z.looseObject(facts).nullish(),
})
type Entry = z.output<typeof entry>

/** The beta's rows were seen with their facts at the top and within `payload`. */
function factsOf({ payload, actor, ...top }: Entry) {
  const written = payload?.day ?? payload?.date ?? top.day ?? top.date
  const day =
    written && isDay(written.slice(0, 10))
      ? (written.slice(0, 10) as Day)
      : written
        ? undefined
        : dayOf(top.timestamp ?? '')
  return {
    day,
    id: payload?.user_id ?? top.user_id ?? actor?.user_id,
    email: payload?.email ?? top.email ?? actor?.user_email,
    messages: payload?.messages ?? top.messages ?? null,
    credits: payload?.credits_used ?? top.credits_used ?? null,
  }
}

function reportOf(value: unknown, call: Call) {
  const read = entry.safeParse(value)
  if (!read.success) return undefined
  const { day, messages, credits, ...who } = factsOf(read.data)
  const account = accountOf(who, call)
  if (day === undefined || account === null) return undefined
  const active = (messages ?? 0) > 0
  const report: UsageReport = {
    ...UNREPORTED,
    day,
    account,
    tool: CHATGPT,
    source: SOURCE,
    model: null,
    feature: null,
    active,
    passive: !active && (credits ?? 0) > 0,
    messages,
    creditsMilli: credits === null ? null : Math.round(credits * 1000),
  }
  return { report, who }
}

async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
  const days = new Map<string, UsageReport>()
  const logins = loginBook(call)
  let bad = 0
  const span = {
    after: startOf(window.from),
    before: startOf(addDays(window.to, 1 + LATE_DAYS)),
  }
  for await (const file of logFiles(TYPE, span, call))
    for await (const values of valuesOf(file, call))
      for (const value of values) {
        const read = reportOf(value, call)
        if (!read) bad += 1
        else if (read.report.day >= window.from && read.report.day <= window.to) {
          logins.see(read.who)
          // A later file says a person's day anew.
          days.set(`${read.report.day} ${read.report.account}`, read.report)
        }
      }
  const told = [...days.values()].map(({ day }) => day)
  yield {
    unpublished: unpublishedDays(window, told, { now: call.now(), lagDays: LAG_DAYS }),
    logins: logins.met(),
    refused: bad > 0 ? [{ where: TYPE, why: 'lines without a day or a person', count: bad }] : [],
  }
  const reports = [...days.values()]
  for (let at = 0; at < reports.length; at += CHUNK)
    yield { reports: reports.slice(at, at + CHUNK) }
}

export const analyticsStream: DayStream = {
  id: 'analytics',
  says: 'Messages and credits by person and day.',
  source: SOURCE,
  tools: [CHATGPT],
  measures: ['activity'],
  how: 'days',
  bucketZone: 'UTC',
  lateDays: LATE_DAYS,
  windowDays: 7,
  // Of the thirtieth day, the first files are gone already.
  historyDays: RETENTION_DAYS - 1,
  retentionDays: RETENTION_DAYS,
  everyMinutes: 720,
  pull,
}
