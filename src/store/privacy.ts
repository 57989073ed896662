import type { Privacy } from '#books.ts'
import type { Db } from '#db/db.ts'

import { inClear } from './display-names.ts'
import { exportPerson } from './privacy-export.ts'
import { forgetPerson, rememberPerson } from './privacy-forget.ts'
import type { Pseudonym } from './resolve-user.ts'
import type { NameSeal } from './seal-name.ts'

/** A person's own rights: to have what there is of them, and to have it gone. */
export function privacy(db: Db, pseudonym: Pseudonym, seal?: NameSeal): Privacy {
  return {
    async export(person) {
      const found = await exportPerson(db, person, pseudonym)
      const { display_name: names, ...tables } = found.tables
      return names ? { ...found, tables: { ...tables, display_name: inClear(names, seal) } } : found
    },
    forget: (person, { dryRun }) => forgetPerson(db, person, { pseudonym, dryRun }),
    remember: (person) => rememberPerson(db, person, pseudonym),
  }
}
