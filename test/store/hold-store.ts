import { sql } from 'drizzle-orm'

import { openStore } from '#store/open.ts'
import { rows } from '#store/rows.ts'

/** A second process that opens a store and keeps it, for lock tests. */
const store = await openStore({ dataDir: process.argv[2] })
await rows(store.db, 'add', sql`insert into tool (id, name) values (1, 'kept')`)
process.stdout.write('held\n')
setInterval(() => {}, 60_000)
