import type { Connector, DayStream, PersonWeek } from '#collect.ts'
import { githubPulls } from '#connectors/github-pulls/connector.ts'
import { gitlab } from '#connectors/gitlab/connector.ts'
import { addDays, day } from '#core/time/day.ts'
import { type Source, sync, type SyncPorts } from '#jobs/sync.ts'
import { collection } from '#store/collect.ts'
import { signalReader } from '#store/signal-told.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { connectorCall } from '#test/support/vendors/connector-call.ts'
import { githubPulls as githubServer } from '#test/support/vendors/github-pulls.ts'
import { gitlab as gitlabServer } from '#test/support/vendors/gitlab.ts'
import type { VendorServer } from '#test/support/vendors/vendor-server.ts'

import { byDays, pullDays, pullNow, report } from './collects.ts'

const FIRST = day('2026-09-07')
const WEEK = day('2026-10-05')
export const EVERYONE = ['ann', 'bob', 'cat', 'dan', 'eli', 'fay']

export const work = byDays({
  id: 'prs',
  source: 'github-pulls',
  tools: [],
  measures: [],
  weekly: true,
})

export const did = (who: string, merged: number, week = WEEK): PersonWeek => ({
  account: pseudonym(who),
  week,
  signals: { prs_merged: merged },
})

/** The week has settled on this day: another has passed. */
const SETTLED = '2026-10-19'

export const pull = (
  store: Store,
  signals: readonly PersonWeek[],
  today = SETTLED,
  stream = work,
) =>
  pullDays(store, ['2026-10-05', addDays(day(today), -1)], [{ signals }], {
    stream,
    at: Date.parse(`${today}T06:00:00Z`),
  })

/** What is told of each week, as `Eng prs_merged 6 21`: people and sum. */
export const toldOf = async (store: Store) =>
  (await signalReader(store.db).told({ from: FIRST, to: day('2026-11-30') })).map(
    ({ signal, unit, people, sum }) => `${unit || 'all'} ${signal} ${people} ${sum}`,
  )

/** Six people, five of whom use AI in each of five weeks, and one alone in another team. */
export async function makeCompany(store: Store) {
  const days = [0, 7, 14, 21, 28].map((n) => addDays(FIRST, n))
  const reports = days.flatMap((date) =>
    EVERYONE.slice(0, 5).map((who) => report(date, who, { messages: 20 })),
  )
  await pullDays(store, ['2026-09-07', '2026-11-01'], [{ reports }])
  await pullNow(store, [
    { people: [...EVERYONE.map((who) => member(who, 'Eng')), member('gus', 'Legal')] },
  ])
}

/** Half of the people on GitHub, half on GitLab, Cat on both: a merged request each, and two of Cat's. */
export async function codeHosts(at: number) {
  const made = { createdAt: '2026-10-27T09:00:00Z', mergedAt: '2026-10-28T09:00:00Z' }
  const people = EVERYONE.map((username) => ({ username }))
  const github = await githubServer({
    members: EVERYONE.slice(0, 3),
    pulls: [
      { ...made, author: 'ann', reviews: [['cat', '2026-10-27T12:00:00Z']] },
      { ...made, author: 'cat' },
    ],
  })
  const lab = await gitlabServer({
    members: people.slice(2),
    requests: people.slice(2, 5).map((author) => ({ ...made, author })),
  })
  const sourceOf = (of: Connector, server: VendorServer & { readonly settings: object }) => {
    const settings = { ...server.settings }
    const call = connectorCall(of, { settings, servers: [server], now: at })
    const known = { ...call, pseudonyms: { ...call.pseudonyms, person: pseudonym } }
    const weeks = { historyDays: 14, lateDays: 13, windowDays: 14 }
    const streams = of.streams.map((one) => ({ ...(one as DayStream), ...weeks }))
    return { connector: { ...of, streams }, missing: [], call: () => known }
  }
  return {
    sources: [sourceOf(githubPulls, github), sourceOf(gitlab, lab)] as const,
    /** GitLab's. */
    faults: lab.faults,
    async [Symbol.asyncDispose]() {
      await github[Symbol.asyncDispose]()
      await lab[Symbol.asyncDispose]()
    },
  }
}

/** Every stream of a source, as the pull job does it, where these sources are set up. */
export function pulledBy(
  store: Store,
  {
    source,
    sources,
    at,
  }: {
    readonly source: Source | undefined
    readonly sources: NonNullable<SyncPorts['sources']>
    readonly at: number
  },
) {
  if (!source) throw new Error('a source')
  const silent = () => undefined
  const ports: SyncPorts = {
    collection: collection(store),
    clock: { now: () => at },
    log: { info: silent, warn: silent, error: silent },
    by: 'a process',
    underWay: new Set(),
    sources,
    redact: (text) => text,
    wait: () => Promise.resolve(),
  }
  const jobs = [{ source, streams: source.connector.streams }]
  return sync({ jobs, signal: new AbortController().signal }, ports)
}
