import { sql } from 'drizzle-orm'

/**
 * Who a row `f` belongs to on its day. A key, project or workspace is nobody, whatever account it has;
 * the unit that pays for it is the one an admin mapped it to.
 */
export const belongs = sql`
  left join service_account sa on sa.tenant_id = 1 and sa.account_id = f.account_id
  left join account_person ap on ap.tenant_id = 1 and ap.account_id = f.account_id
    and f.day between ap.valid_from and ap.valid_to and sa.account_id is null
  left join membership m on m.tenant_id = 1 and m.person_id = ap.person_id
    and f.day between m.valid_from and m.valid_to
  left join service_unit su on su.tenant_id = 1 and su.account_id = sa.account_id
    and f.day between su.valid_from and su.valid_to`

export const PERSON = sql.raw('coalesce(ap.person_id, 0)')
export const UNIT = sql.raw('coalesce(m.unit_id, su.unit_id, 0)')

/** Whose use it is, for telling sources of the same use apart: a person, else an account. */
export const WHO = sql.raw('case when f.person_id <> 0 then f.person_id else -f.account_id end')

/** Accounts that are no person have no sessions. */
export const IS_NO_SERVICE = sql.raw(
  'e.account_id not in (select account_id from service_account where tenant_id = 1)',
)
