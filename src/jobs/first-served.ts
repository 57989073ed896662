/** Whoever waits for an answer comes before what is due to nobody in particular. */
export type FirstServed = {
  /** Somebody waits for this. */
  readonly serve: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** Resolves once nobody waits; after so many milliseconds also while somebody does. */
  readonly quiet: (mostMs: number) => Promise<void>
}

export function firstServed(): FirstServed {
  let waiting = 0
  let over: PromiseWithResolvers<void> | undefined
  return {
    async serve(work) {
      waiting += 1
      try {
        return await work()
      } finally {
        waiting -= 1
        if (waiting === 0) {
          over?.resolve()
          over = undefined
        }
      }
    },
    async quiet(mostMs) {
      if (waiting === 0) return
      over ??= Promise.withResolvers()
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, mostMs)))
      await Promise.race([over.promise, late])
      clearTimeout(timer)
    },
  }
}
