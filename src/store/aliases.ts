import { sql } from 'drizzle-orm'

import type { Look } from '#core/access/look.ts'
import type { Db } from '#db/db.ts'
import type { Aliases } from '#rights.ts'

import { TENANT } from './measure-sql.ts'
import type { Pseudonym } from './resolve-user.ts'
import { rows } from './rows.ts'

const MOST_LOOKS = 50

const HEX = /^[0-9a-f]{64}$/

/** What an audited action was to the person it was about. */
const WHAT: Readonly<Record<string, Look['what']>> = {
  ask: 'numbers',
  csv: 'file',
  reveal: 'name',
  governance: 'events',
  alert: 'events',
}

/** The measured people, by the keyed hash of what a source calls them. */
export function aliases(db: Db, pseudonym: Pseudonym): Aliases {
  return {
    pseudonym,

    async byPseudonym(pseudonyms) {
      const known = JSON.stringify(pseudonyms.filter((one) => HEX.test(one)))
      const found = await rows<{ readonly pseudonym: string; readonly alias: string }>(
        db,
        'find people by pseudonym',
        // An identifier may have been several people over time: it is the one it is now.
        sql`
          select distinct on (a.pseudonym) encode(a.pseudonym, 'hex') as pseudonym, p.alias
          from account a
          join account_person m using (tenant_id, account_id)
          join person p on p.tenant_id = a.tenant_id and p.person_id = m.person_id
          where a.tenant_id = ${TENANT}
            and a.pseudonym in (select decode(value, 'hex') from json_array_elements_text(${known}::json))
          order by a.pseudonym, m.valid_to desc`,
      )
      return new Map(found.map((one) => [one.pseudonym, one.alias]))
    },

    async looks(alias) {
      const found = await rows<{
        readonly at: string
        readonly role: string
        readonly action: string
      }>(
        db,
        'find who looked',
        // An alias is lengthened when another person's begins alike: the audit row has the shorter one.
        sql`
          select (extract(epoch from at) * 1000)::bigint::text as at, detail ->> 'role' as role, action
          from audit
          where tenant_id = ${TENANT} and outcome in ('answered', 'done')
            and detail ->> 'role' is not null
            and exists (
              select from regexp_split_to_table(detail ->> 'people', ' ') shown
              where shown <> '' and starts_with(${alias}, shown))
          order by audit.at desc, audit_id desc limit ${MOST_LOOKS}`,
      )
      return found.flatMap(({ at, role, action }) => {
        const what = WHAT[action]
        return what ? [{ at: Number(at), role, what }] : []
      })
    },
  }
}
