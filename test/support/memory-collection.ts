import type { Pulled } from '#collect.ts'
import type {
  Collecting,
  Collection,
  PullFacts,
  Reach,
  StreamName,
  StreamState,
  SyncRun,
} from '#collection.ts'

type Kept = { readonly facts: PullFacts; readonly pages: readonly Pulled[]; readonly reach: Reach }
type Lease = { readonly by: string; readonly until: number }

const keyOf = ({ connector, stream }: StreamName) => `${connector}/${stream}`
const rowsOf = (pages: readonly Pulled[]) =>
  pages.reduce(
    (sum, { events = [], reports = [], governance = [], seats = [] }) =>
      sum + events.length + reports.length + governance.length + seats.length,
    0,
  )

/** The store's side of collecting, kept in memory, with what was asked of it. */
export function memoryCollection() {
  const states = new Map<string, StreamState>()
  const leases = new Map<string, Lease>()
  const commits: Kept[] = []
  const runs: SyncRun[] = []
  const numbered = new Map<number, SyncRun>()
  const consents = new Map<string, { by: string; at: number }>()
  const day = { down: false, rebuilds: 0 }
  const expected: StreamName[] = []

  const stateOf = (name: StreamName): StreamState =>
    states.get(keyOf(name)) ?? {
      ...name,
      cursor: null,
      pulledFrom: null,
      pulledThrough: null,
      startedAt: null,
      succeededAt: null,
      failingSince: null,
      failures: 0,
      fault: null,
    }
  const put = (state: StreamState) => states.set(keyOf(state), state)
  const reach = () => {
    if (day.down) throw new Error('the store is down')
  }

  const collection: Collection = {
    async open(facts): Promise<Collecting> {
      reach()
      const name = { connector: facts.connector, stream: facts.stream.id }
      put({ ...stateOf(name), startedAt: facts.at })
      let pages: Pulled[] = []
      const run = facts.run ?? numbered.size + 1
      return {
        run,
        add: async (page) => {
          reach()
          pages.push(page)
        },
        commit: async (to) => {
          reach()
          const rows = rowsOf(pages)
          commits.push({ facts, pages, reach: to })
          const published = pages.flatMap(({ publishedAt }) => publishedAt ?? [])
          const happened = pages.flatMap(({ events = [] }) =>
            events.map(({ atMicros }) => Number(atMicros / 1000n)),
          )
          pages = []
          const before = stateOf(name)
          put({
            ...before,
            cursor: to.cursor ?? before.cursor,
            pulledFrom: to.from ?? before.pulledFrom,
            pulledThrough: to.through ?? before.pulledThrough,
            succeededAt: facts.at,
            failingSince: null,
            failures: 0,
            fault: null,
          })
          const last = numbered.get(run)
          const newest = (times: readonly (number | null)[]) => {
            const known = times.filter((time) => time !== null)
            return known.length === 0 ? null : Math.max(...known)
          }
          const next: SyncRun = {
            ...name,
            startedAt: last?.startedAt ?? facts.at,
            endedAt: facts.at,
            outcome: 'ok',
            rows: (last?.rows ?? 0) + rows,
            refused: 0,
            happenedAt: newest([last?.happenedAt ?? null, ...happened]),
            publishedAt: newest([last?.publishedAt ?? null, ...published]),
          }
          numbered.set(run, next)
          if (last) runs.splice(runs.indexOf(last), 1, next)
          else runs.unshift(next)
          return { rows, changedDays: rows === 0 ? 0 : 1 }
        },
        [Symbol.asyncDispose]: async () => {
          pages = []
        },
      }
    },
    expect: async (streams) => {
      reach()
      expected.push(...streams)
    },
    states: async () => {
      reach()
      return [...states.values()]
    },
    lease: async (name, by, { now, forMs }) => {
      reach()
      const held = leases.get(keyOf(name))
      if (held && held.by !== by && held.until > now) return false
      leases.set(keyOf(name), { by, until: now + forMs })
      return true
    },
    release: async (name, by) => {
      if (leases.get(keyOf(name))?.by === by) leases.delete(keyOf(name))
    },
    failed: async (name, fault, at) => {
      reach()
      const before = stateOf(name)
      const state = {
        ...before,
        startedAt: at,
        failingSince: before.failingSince ?? at,
        failures: before.failures + 1,
        fault,
      }
      put(state)
      return state
    },
    rebuild: async () => {
      day.rebuilds += 1
      return { days: 0 }
    },
    consents: async () =>
      [...consents].map(([key, it]) => {
        const [connector = '', stream = ''] = key.split('/')
        return { connector, stream, ...it }
      }),
    consent: async (name, by, at) => {
      consents.set(keyOf(name), { by, at })
    },
    withdraw: async (name) => {
      consents.delete(keyOf(name))
    },
    runs: async () => runs,
  }
  return {
    collection,
    commits,
    runs,
    day,
    leases,
    state: (connector: string, stream: string) => states.get(`${connector}/${stream}`),
    put,
    /** Each commit as `from..to` of its window, or what it reached. */
    said: (stream: string) =>
      commits
        .filter(({ facts }) => facts.stream.id === stream)
        .map(({ facts: { window }, reach: to }) =>
          window ? `${window.from}..${window.to} → ${to.from}..${to.through}` : to,
        ),
    expected,
  }
}
