import { sql } from 'drizzle-orm'

import { day } from '#core/time/day.ts'
import { governance } from '#store/governance.ts'
import { rows } from '#store/rows.ts'
import { READERS } from '#store/siem-feeds.ts'
import type { Store } from '#store/store.ts'
import { pseudonym } from '#test/support/events.ts'

import { entry, pullLog } from './collects.ts'

/** Ann’s use of keys, of which `shared` is Bob’s too. */
export const usedKeys = (store: Store, cursor: string, ...keys: readonly string[]) =>
  pullLog(store, [
    {
      cursor,
      governance: [['shared', 'bob'] as const, ...keys.map((key) => [key, 'ann'] as const)].map(
        ([key, who]) =>
          entry(`${who} by ${key}`, {
            actor: pseudonym(who),
            target: null,
            key: {
              account: pseudonym(key),
              label: `Key ${key}`,
              network: pseudonym(`net of ${who}`),
              place: 'ours',
            },
          }),
      ),
    },
  ])

const used = { account: pseudonym('shared'), label: 'Key shared', network: pseudonym('net') }
/** By the key itself, and by Ann on an endpoint of others. */
export const elsewhere = [
  entry('shared elsewhere', {
    actor: pseudonym('shared'),
    target: null,
    key: { ...used, place: 'other address' },
  }),
  entry('ann elsewhere', {
    actor: pseudonym('ann'),
    target: null,
    key: { ...used, place: 'other endpoint' },
  }),
]

const ENTRIES = ['ann by laptop', 'bob by shared', 'ann elsewhere', 'shared elsewhere']

/** As files of entries and receivers of them have it. */
export async function placesTold(store: Store) {
  const period = { from: day('2026-01-01'), to: day('2026-12-31') }
  const { latest } = await governance(store.db).search(
    { period, previous: period, zone: 'UTC', by: 'type' },
    99,
  )
  const cursor = { position: 0, mark: 0, from: null }
  const sent = await READERS.events.next(store.db, cursor, 99)
  const byId = new Map<string, (string | null)[]>(
    latest.map(({ event, place }) => [event, [place]]),
  )
  for (const one of sent) if (one.kind === 'event') byId.get(one.id)?.push(one.place ?? null)
  return ENTRIES.map((id) => [id, ...(byId.get(pseudonym(id).slice(0, 32)) ?? [])])
}

export const keysUsed = (store: Store) =>
  rows<{ key: string | null; network: boolean; place: string | null; entries: number }>(
    store.db,
    'keys used',
    sql`select s.label as key, network is not null as network, place, count(*)::int as entries
      from governance_event g left join service_account s on s.account_id = g.key_id
      group by 1, 2, 3 order by 1, 3 desc`,
  )
