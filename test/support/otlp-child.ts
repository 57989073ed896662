import { daysIn } from '#connectors/time.ts'
import { startOtlp } from '#otlp/receiver.ts'
import { priceBook } from '#prices/price-book.ts'
import { liveInbox } from '#store/live-inbox.ts'
import { migrate } from '#store/migrate.ts'
import { openStore } from '#store/open.ts'

import { pseudonyms, TOKEN } from './otlp.ts'

/**
 * A receiver in a process of its own, to be killed. Arguments: a database URL, or a folder for the
 * embedded store. Prints its address.
 */
const [where = ''] = process.argv.slice(2)
const store = await openStore(
  where.includes('://')
    ? { databaseUrl: where, dataDir: '' }
    : { databaseUrl: undefined, dataDir: where },
)
await migrate(store)
const inbox = liveInbox(store.db)
const silent = () => undefined
const otlp = await startOtlp(
  { host: '127.0.0.1', port: 0, token: TOKEN },
  {
    locked: () => false,
    pseudonyms,
    price: priceBook(),
    dayOf: daysIn('UTC'),
    append: (events) => inbox.append(events),
    log: { info: silent, warn: silent, error: silent },
  },
)
process.stdout.write(`${otlp.url}\n`)
process.on('message', () => {
  process.send?.({ rss: process.memoryUsage().rss })
})
