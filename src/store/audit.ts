import type { Db } from '#db/db.ts'
import { audit as auditTable } from '#db/schema/chat.ts'
import type { Audit } from '#ports.ts'

import { named } from './rows.ts'

export function audit(db: Db): Audit {
  return {
    async record(row) {
      await named('record audit row', () =>
        db.insert(auditTable).values({ ...row, at: new Date(row.at).toISOString() }),
      )
    },
  }
}
