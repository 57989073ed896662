import { sql } from 'drizzle-orm'

import type { PolicyBook } from '#books.ts'
import type { PolicyVersion } from '#core/policy/book.ts'
import type { Db } from '#db/db.ts'

import { chain } from './audit.ts'
import { destroyNames } from './display-names.ts'
import { named, rows } from './rows.ts'

type Row = {
  readonly version: number
  readonly policy: string
  readonly hash: string
  readonly at: string
  readonly by: string
  readonly weaker: string
}

const columns = sql`version, policy::text as policy, hash,
  (extract(epoch from at) * 1000)::bigint::text as at, by, weaker::text as weaker`

/** Who took it on to tell the admins and has not said for so long that it is done, has died. */
const TELLING = sql.raw(`interval '2 minutes'`)

const versionOf = ({ policy, at, weaker, ...rest }: Row): PolicyVersion => ({
  ...rest,
  policy: JSON.parse(policy) as PolicyVersion['policy'],
  at: Number(at),
  weaker: JSON.parse(weaker) as PolicyVersion['weaker'],
})

/** Versions are only ever added: what was promised when can be looked up. */
export function policyBook(db: Db): PolicyBook {
  return {
    history: async () => {
      const found = await rows<Row>(
        db,
        'list policies',
        sql`select ${columns} from policy_version where tenant_id = 1 order by version`,
      )
      return found.map(versionOf)
    },
    put: ({ policy, hash, at, by, weaker }, { after, row }) =>
      named('write policy', () =>
        db.transaction(async (tx) => {
          const [written] = await rows<Row>(
            tx,
            'write policy',
            sql`insert into policy_version (tenant_id, version, policy, hash, at, by, weaker)
              select 1, ${after + 1}::int, ${JSON.stringify(policy)}::text::jsonb, ${hash},
                ${new Date(at).toISOString()}::timestamptz, ${by}, ${JSON.stringify(weaker)}::text::jsonb
              where ${after}::int = (select coalesce(max(version), 0) from policy_version
                where tenant_id = 1)
              on conflict do nothing returning ${columns}`,
          )
          if (!written) return undefined
          if (policy.mode !== 'named') await destroyNames(tx)
          await chain(tx, row)
          return versionOf(written)
        }),
      ),
    takeUntold: async (now) => {
      const at = sql`${new Date(now).toISOString()}::timestamptz`
      const taken = await rows<Row>(
        db,
        'take policies to tell of',
        sql`update policy_version set telling_at = ${at}
          where tenant_id = 1 and told_at is null and weaker <> '[]'::jsonb
            and (telling_at is null or telling_at <= ${at} - ${TELLING} or telling_at > ${at})
          returning ${columns}`,
      )
      return taken.map(versionOf).toSorted((a, b) => a.version - b.version)
    },
    untold: async (version) => {
      await rows(
        db,
        'give back a policy to tell of',
        sql`update policy_version set telling_at = null
          where tenant_id = 1 and version = ${version}::int and told_at is null`,
      )
    },
    told: async (version) => {
      await rows(
        db,
        'tell of policy',
        sql`update policy_version set told_at = now()
          where tenant_id = 1 and version = ${version}::int and told_at is null`,
      )
    },
  }
}
