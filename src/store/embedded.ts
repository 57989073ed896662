import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

import { UserError } from '#core/errors.ts'

import type { Reply, Request } from './embedded-protocol.ts'
import type { Queryable } from './embedded-store.ts'
import { lock } from './lock.ts'
import type { Store } from './store.ts'

/**
 * PGlite in a worker thread, in a folder that this process alone may use.
 * @throws UserError when others can read the folder or another process holds it
 */
export async function openEmbedded(dataDir: string): Promise<Store> {
  privateFolder(dataDir)
  const folder = join(dataDir, 'postgres')
  const held = lock(`${folder}.lock`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    // The thread makes the database while this one reads Drizzle.
    const [thread, { embeddedStore }] = await Promise.all([
      start(folder),
      import('./embedded-store.ts'),
    ])
    return embeddedStore(proxy(thread.ask), async () => {
      await thread.stop()
      held.release()
    })
  } catch (error) {
    held.release()
    throw error
  }
}

/** PGlite writes its files readable by all, so the folder itself must keep others out. */
function privateFolder(folder: string): void {
  const made = mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.platform === 'win32') return
  if (made !== undefined) chmodSync(folder, 0o700)
  const mode = statSync(folder).mode & 0o777
  if ((mode & 0o077) !== 0) {
    throw new UserError(
      `Other users can read the data folder '${folder}' (mode ${mode.toString(8)})`,
      `Run: chmod 700 '${folder}'`,
    )
  }
}

type Ask = (request: Request, transfer?: readonly ArrayBuffer[]) => Promise<unknown>

async function start(dataDir: string): Promise<{ ask: Ask; stop(): Promise<void> }> {
  const worker = new Worker(new URL('./embedded-worker.ts', import.meta.url), {
    workerData: { dataDir },
  })
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const expect = (id: number) => {
    const answer = Promise.withResolvers<unknown>()
    waiting.set(id, answer)
    return answer.promise
  }
  const ready = expect(0)
  let last = 0
  let gone: Error | undefined
  const fail = (error: Error) => {
    gone ??= error
    for (const answer of waiting.values()) answer.reject(error)
    waiting.clear()
  }
  worker.on('message', (reply: Reply) => {
    const answer = waiting.get(reply.id)
    waiting.delete(reply.id)
    if ('failed' in reply) answer?.reject(new EmbeddedError(reply.failed))
    else answer?.resolve(reply.value)
  })
  worker.on('error', fail)
  worker.on('exit', () =>
    fail(new EmbeddedError({ message: 'The store is closed', code: '57P01' })),
  )
  await ready
  const ask: Ask = (request, transfer = []) => {
    // Nobody would ever answer: a caller that waits for ever is worse off than one that fails.
    if (gone !== undefined) return Promise.reject(gone)
    last += 1
    const answer = expect(last)
    worker.postMessage({ id: last, request }, transfer)
    return answer
  }
  return {
    ask,
    async stop() {
      if (gone !== undefined) return
      await ask({ kind: 'close' })
      await worker.terminate()
    },
  }
}

class EmbeddedError extends Error {
  readonly code: string | undefined

  constructor({ message, code }: { readonly message: string; readonly code?: string }) {
    super(message)
    this.code = code
  }
}

/** Speaks PGlite's `query` and `transaction` to the worker. */
function proxy(ask: Ask): Queryable {
  let last = 0
  const query =
    (tx?: number) =>
    async (
      sql: string,
      params: unknown[] = [],
      options: { rowMode?: string; blob?: Blob } = {},
    ) => {
      const blob = options.blob && new Uint8Array(await options.blob.arrayBuffer())
      return ask(
        {
          kind: 'query',
          sql,
          params,
          rowMode: options.rowMode === 'array' ? 'array' : 'object',
          ...(tx !== undefined && { tx }),
          ...(blob && { blob }),
        },
        blob && [blob.buffer],
      )
    }
  const transaction = async <Result>(work: (tx: unknown) => Promise<Result>): Promise<Result> => {
    last += 1
    const tx = last
    await ask({ kind: 'begin', tx })
    let result: Result
    try {
      result = await work({ query: query(tx) })
    } catch (error) {
      await ask({ kind: 'rollback', tx })
      throw error
    }
    await ask({ kind: 'commit', tx })
    return result
  }
  return { query: query(), transaction } as unknown as Queryable
}
