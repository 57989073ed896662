import type { Clock, Log } from '#ports.ts'

const LOOK_EVERY_MS = 1_000

type Due = { readonly at: number; readonly work: () => Promise<void> }

/** Does `work` once that much time has passed by the house's clock, or when the process stops. */
export type After = (ms: number, work: () => Promise<void>) => void

/** `nameOf`: what of an error may stand in a log line. */
type Sources = {
  readonly clock: Clock
  readonly log: Log
  readonly nameOf: (error: unknown) => string
}

export function createAfter({ clock, log, nameOf }: Sources) {
  const waiting = new Set<Due>()

  async function run(due: readonly Due[]): Promise<void> {
    await Promise.all(
      due.map(async (one) => {
        waiting.delete(one)
        await one.work().catch((error: unknown) => {
          log.error({ error: nameOf(error) }, 'What was due later failed')
        })
      }),
    )
  }

  const timer = setInterval(() => {
    void run([...waiting].filter(({ at }) => at <= clock.now()))
  }, LOOK_EVERY_MS)
  timer.unref()

  const after: After = (ms, work) => {
    waiting.add({ at: clock.now() + ms, work })
  }
  return {
    after,
    stop: async () => {
      clearInterval(timer)
      await run([...waiting])
    },
  }
}
