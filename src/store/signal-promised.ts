import { type Dated, dated } from '#core/policy/history.ts'
import type { Db } from '#db/db.ts'

import { policyBook } from './policy.ts'

/** What was promised when, in the days that weeks of work are cut in. */
export const promised = async (db: Db): Promise<readonly Dated[]> =>
  dated(await policyBook(db).history(), 'UTC')
