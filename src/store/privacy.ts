import type { Privacy } from '#books.ts'
import type { Db } from '#db/db.ts'

import { exportPerson } from './privacy-export.ts'
import { forgetPerson, rememberPerson } from './privacy-forget.ts'
import type { Pseudonym } from './resolve-user.ts'

/** A person's own rights: to have what there is of them, and to have it gone. */
export function privacy(db: Db, pseudonym: Pseudonym): Privacy {
  return {
    export: (person) => exportPerson(db, person, pseudonym),
    forget: (person, { dryRun }) => forgetPerson(db, person, { pseudonym, dryRun }),
    remember: (person) => rememberPerson(db, person, pseudonym),
  }
}
