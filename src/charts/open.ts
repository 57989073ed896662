import { linesChart } from '#core/chart/build.ts'
import type { Draw } from '#ports.ts'

import { remembering } from './cache.ts'
import { assertFonts, installFonts } from './fonts.ts'
import { openThread } from './thread.ts'

/** What a chart is drawn at when nobody says: 2.5 device pixels each. */
const WIDTH = 1200
const TIMEOUT = 5000
/** About 300 pictures. */
const CACHE_BYTES = 32_000_000

const FIRST = linesChart({
  title: 'Ready',
  subtitle: '',
  footer: '',
  unit: 'count',
  grain: 'day',
  now: [1, 2].map((value) => ({ from: `2026-01-0${value}`, value })),
  before: [3, 4].map((value) => ({ from: `2026-01-0${value}`, value })),
})

export type ChartOptions = {
  /** A folder of .ttf or .otf files for scripts the packaged fonts lack, such as Chinese. */
  readonly fontsDir?: string | undefined
}

/**
 * Call once, before anything else draws text; dispose of it to let the process end.
 * @throws UserError when the fonts don't load
 */
export async function openCharts({ fontsDir }: ChartOptions = {}): Promise<
  { readonly draw: Draw } & AsyncDisposable
> {
  installFonts(fontsDir)
  await assertFonts()
  const thread = openThread({ timeout: TIMEOUT })
  // A thread's first chart takes ten times as long as its second: nobody should wait for it.
  thread.draw({ chart: FIRST, mode: 'light', width: WIDTH }).catch(() => undefined)
  const draw = remembering((job) => thread.draw(job), CACHE_BYTES)
  return {
    draw: (chart, { width = WIDTH, most, theme = 'light' } = {}) =>
      draw({ chart, mode: theme, width, ...(most !== undefined && { most }) }),
    [Symbol.asyncDispose]: () => thread.close(),
  }
}
