import { z } from 'zod'

import type { Call, DayStream, Pulled, Window } from '#collect.ts'
import { dayOf, microsOf, startOf } from '#connectors/api/days.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { unpublishedDays } from '#connectors/api/unpublished.ts'
import { daysIn } from '#connectors/time.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { UsageEvent } from '#ingest.ts'

import { googleOf } from './client.ts'
import { all } from './pages.ts'
import { GEMINI } from './tool.ts'

const SOURCE = 'gemini-activities'
export const LIST = {
  call: 'GET /admin/reports/v1/activity/users/all/applications/gemini_in_workspace_apps',
  scope: 'audit',
} as const
const APPLICATION = 'gemini_in_workspace_apps'
/** Activities come up to days late: so long, days without any may still get some. */
const LAG_DAYS = 3

const text = z.string().nullish()
const activity = z.looseObject({
  id: z.looseObject({
    time: z.string(),
    uniqueQualifier: z.string().min(1),
    customerId: text,
  }),
  actor: z.looseObject({ email: text, profileId: text }).nullish(),
  events: z
    .array(
      z.looseObject({
        name: text,
        parameters: z.array(z.looseObject({ name: z.string(), value: text })).nullish(),
      }),
    )
    .nullish(),
})
type Activity = z.infer<typeof activity>
export const activityPage = z.looseObject({
  items: z.array(z.unknown()).nullish(),
  nextPageToken: text,
})

/** What people did with Gemini: without the suggestions Google makes by itself. */
export const activities: DayStream = {
  how: 'days',
  id: 'activities',
  says: 'What people did with Gemini, and in which app.',
  source: SOURCE,
  tools: [GEMINI],
  bucketZone: 'UTC',
  lateDays: 4,
  windowDays: 7,
  historyDays: 180,
  retentionDays: 180,
  everyMinutes: 360,
  async *pull(window, call) {
    const seen = new Set<string>()
    const told = new Set<Day>()
    for await (const items of itemsOf(window, call)) {
      for (const item of items) {
        // Google's own suggestions tell, too, that a day was published.
        const day = dayOf(activity.safeParse(item).data?.id.time ?? '')
        if (day !== undefined) told.add(day)
      }
      yield read(items, { call, seen })
    }
    const unpublished = unpublishedDays(window, told, { now: call.now(), lagDays: LAG_DAYS })
    if (unpublished.length > 0) yield { unpublished }
  },
}

async function* itemsOf(window: Window, call: Call): AsyncGenerator<readonly unknown[]> {
  const google = await googleOf(call, [LIST.scope])
  const question = {
    userKey: 'all',
    applicationName: APPLICATION,
    eventName: 'feature_utilization',
    startTime: startOf(window.from),
    endTime: startOf(addDays(window.to, 1)),
    maxResults: 1000,
  }
  const pages = all(LIST, (pageToken) =>
    google.ask(
      LIST,
      () => google.reports.activities.list({ ...question, ...pageToken }),
      activityPage,
    ),
  )
  for await (const { items } of pages) yield items ?? []
}

function read(
  items: readonly unknown[],
  { call, seen }: { readonly call: Call; readonly seen: Set<string> },
): Pulled {
  const refused = refusals()
  const events = items.flatMap((value): readonly UsageEvent[] => {
    const found = activity.safeParse(value).data
    const atMicros = found && microsOf(found.id.time)
    if (!found || atMicros === undefined) {
      refused.add('activities of Gemini', 'has no readable time and qualifier')
      return []
    }
    return eventsOf(found, atMicros, call).filter(({ id }) => !seen.has(id) && seen.add(id))
  })
  return { events, refused: refused.take() }
}

const valueOf = (
  { parameters }: NonNullable<Activity['events']>[number],
  name: string,
): string | undefined => parameters?.find((one) => one.name === name)?.value ?? undefined

/** Events of the categories `active_…`; all others nobody started. */
function eventsOf({ id, actor, events }: Activity, atMicros: bigint, call: Call) {
  const { pseudonyms, zone } = call
  const who = actor?.email || (actor?.profileId && `google:${actor.profileId}`)
  const account = who ? pseudonyms.person(who) : null
  return (events ?? []).flatMap((event, index) => {
    if (valueOf(event, 'event_category')?.startsWith('active_') !== true) return []
    const key = [id.customerId ?? '', id.time, id.uniqueQualifier, index].join(':')
    const feature = FEATURES[valueOf(event, 'app_name')?.toLowerCase() ?? ''] ?? null
    return [
      {
        atMicros,
        day: daysIn(zone)(Number(atMicros / 1000n)),
        account,
        tool: GEMINI,
        source: SOURCE,
        model: null,
        feature,
        conversation: null,
        agent: false,
        error: false,
        promptCharacters: null,
        outputCharacters: null,
        inputTokens: null,
        cacheReadTokens: null,
        cacheWriteTokens: null,
        outputTokens: null,
        costPicos: null,
        costBasis: null,
        assetKind: null,
        asset: null,
        run: null,
        id: pseudonyms.event(`${SOURCE}:${key}`),
        digest: pseudonyms.event(JSON.stringify([key, account, feature])),
      } as const,
    ]
  })
}

const FEATURES: Readonly<Record<string, NonNullable<UsageEvent['feature']>>> = {
  docs: 'document_chat',
  sheets: 'document_chat',
  slides: 'document_chat',
  drive: 'document_chat',
  gmail: 'document_chat',
  vids: 'document_chat',
  meet: 'team_ai',
  chat: 'team_ai',
  gemini_app: 'chat',
  notebooklm: 'chat',
}
