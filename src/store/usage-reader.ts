import { sql } from 'drizzle-orm'

import type { Day } from '#core/time/day.ts'
import type { Db } from '#db/db.ts'
import type { UsageReader } from '#ports.ts'

import { abilitiesOf } from './abilities.ts'
import { TENANT } from './measure-sql.ts'
import { measure } from './measure.ts'
import { origins } from './origins.ts'
import type { Pseudonym } from './resolve-user.ts'
import { resolve } from './resolve.ts'
import { rows } from './rows.ts'
import { spendSides } from './spend-sides.ts'

/** Reads use from the store. Without `holidays`, every day from Monday to Friday is worked. */
export function usageReader(
  db: Db,
  options: {
    readonly pseudonym: Pseudonym
    /** The same of the name of a prompt, tool or agent; without, they go by alias alone. */
    readonly asset?: Pseudonym
    readonly holidays?: ReadonlySet<Day>
    /** On which days nothing is kept of one person. */
    readonly unitDays?: () => Promise<((day: Day) => boolean) | undefined>
  },
): UsageReader {
  const { pseudonym: person, asset = () => '', holidays = new Set() } = options
  const abilities = abilitiesOf(db)
  return {
    resolve: (filters) => resolve(db, filters, { person, asset }),
    measure: async (question) =>
      measure(db, question, { holidays, abilities, unitDays: await options.unitDays?.() }),
    origins: (asked) => origins(db, asked),
    sides: (question, of) => spendSides(db, question, of),
    async hasUsage() {
      const [found] = await rows<{ readonly some: boolean }>(
        db,
        'has usage',
        sql`select exists (select from usage_daily where tenant_id = ${TENANT}) as some`,
      )
      return found?.some === true
    },
  }
}
