import type { Pulled } from '#collect.ts'

/**
 * Rows that wait while what came before them is stored. A page counts as one more, and the end of a
 * window as all of them: no more than one window waits.
 */
const MOST_ROWS = 50_000

type Came<Page> = { readonly page: Page } | { readonly error: unknown }

/**
 * The same pages in the same order, asked for while the ones before are dealt with, so that vendor and
 * store do not wait for each other. Where a window ends, nothing comes for a page. A fault comes after the
 * pages that came before it. Whoever takes no more aborts `halt`, on which the pages end, and goes on
 * once they have.
 */
export async function* readAhead<Page extends Pulled | undefined>(
  pages: AsyncIterable<Page>,
  halt: AbortController,
): AsyncGenerator<Page, undefined> {
  const source = pages[Symbol.asyncIterator]()
  const waiting = new ReadableStream<Came<Page>>(
    {
      async pull(queue) {
        try {
          const { done, value } = await source.next()
          if (done) queue.close()
          else queue.enqueue({ page: value })
        } catch (error) {
          // As the last of those that wait: a stream that fails forgets them.
          queue.enqueue({ error })
          queue.close()
        }
      },
      async cancel() {
        halt.abort()
        await source.return?.()
      },
    },
    { highWaterMark: MOST_ROWS, size },
  )
  for await (const came of waiting) {
    if ('error' in came) throw came.error
    yield came.page
  }
}

function size(came: Came<Pulled | undefined> | undefined): number {
  if (!came || 'error' in came) return 0
  if (came.page === undefined) return MOST_ROWS
  const parts = Object.values(came.page).filter((part) => Array.isArray(part))
  return parts.reduce((sum, { length }) => sum + length, 1)
}
