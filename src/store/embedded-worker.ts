import { parentPort, workerData } from 'node:worker_threads'

import type { PGlite, Transaction } from '@electric-sql/pglite'

import { keepDatesAsText } from './dates-as-text.ts'
import type { Envelope, Reply, Request } from './embedded-protocol.ts'
import { madeStore } from './made-store.ts'

type Open = { readonly tx: Transaction; end(how: 'commit' | 'rollback'): Promise<void> }

async function serve(dataDir: string): Promise<void> {
  const port = parentPort
  if (!port) throw new Error('embedded-worker.ts runs in a worker thread only')
  const pg = await madeStore(dataDir)
  // Parsers are functions: with a query they could not be posted.
  keepDatesAsText(pg)
  const open = new Map<number, Open>()

  const answer = async (request: Request): Promise<unknown> => {
    switch (request.kind) {
      case 'query': {
        const target = request.tx === undefined ? pg : open.get(request.tx)?.tx
        if (!target) throw new Error('The transaction has ended')
        const { rows, affectedRows } = await target.query(request.sql, [...request.params], {
          rowMode: request.rowMode,
          ...(request.blob && { blob: new Blob([request.blob]) }),
        })
        return { rows, affectedRows }
      }
      case 'begin':
        open.set(request.tx, await begin(pg))
        return undefined
      case 'commit':
      case 'rollback': {
        const transaction = open.get(request.tx)
        open.delete(request.tx)
        return transaction?.end(request.kind)
      }
      case 'close':
        await pg.query('checkpoint')
        return pg.close()
    }
  }

  port.on('message', ({ id, request }: Envelope) => {
    answer(request).then(
      (value) => port.postMessage({ id, value } satisfies Reply),
      (error: unknown) => port.postMessage({ id, failed: failure(error) } satisfies Reply),
    )
  })
  port.postMessage({ id: 0, value: 'ready' } satisfies Reply)
}

/** Resolves once the transaction is open; it lasts until `end`. */
function begin(pg: PGlite): Promise<Open> {
  return new Promise((opened, refused) => {
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
    const done = pg.transaction(async (tx) => {
      opened({
        tx,
        async end(how) {
          if (how === 'commit') resolve()
          else reject(new RolledBack())
          await done.catch((error: unknown) => {
            if (!(error instanceof RolledBack)) throw error
          })
        },
      })
      await ended
    })
    done.catch(refused)
  })
}

class RolledBack extends Error {}

function failure(error: unknown): { message: string; code?: string } {
  if (!(error instanceof Error)) return { message: String(error) }
  return 'code' in error && typeof error.code === 'string'
    ? { message: error.message, code: error.code }
    : { message: error.message }
}

await serve((workerData as { dataDir: string }).dataDir)
