import type { Config } from '#config.ts'
import type { Draw } from '#ports.ts'

type Charts = Awaited<ReturnType<typeof load>>

type LazyCharts = AsyncDisposable & { readonly draw: Draw; readonly warm: () => Promise<void> }

const load = async (fontsDir: string | undefined) =>
  (await import('#charts/open.ts')).openCharts({ fontsDir })

/** Charts load Vega and fonts: not for a command that draws nothing. */
export function openLazily({ fontsFolder }: Config): LazyCharts {
  let opened: Promise<Charts> | undefined
  const open = () => (opened ??= load(fontsFolder))
  return {
    warm: async () => {
      await open()
    },
    draw: async (chart, options) => (await open()).draw(chart, options),
    async [Symbol.asyncDispose]() {
      await (await opened)?.[Symbol.asyncDispose]()
    },
  }
}
