import type { Digest } from '#core/digest/compose.ts'
import type { Forecast } from '#core/forecast/forecast.ts'
import type { Day } from '#core/time/day.ts'
import type { ForecastBook } from '#ledgers.ts'

type Telling = {
  readonly asOf: Day
  readonly book: ForecastBook | undefined
  /** Whether its readers are told of days to come now, so that it counts. */
  readonly tells: (digest: Digest) => boolean
}

/**
 * A digest that expects what was first told on its Monday, whoever reads it when: what it is the first to
 * tell is kept, unless another process was faster.
 */
export async function asFirstTold<Told extends Digest>(
  compose: (kept: readonly Forecast[]) => Promise<Told> | Told,
  { asOf, book, tells }: Telling,
): Promise<Told> {
  if (!book) return compose([])
  const kept = await toldOn(book, asOf)
  const digest = await compose(kept)
  if (digest.forecasts.length === 0 || !tells(digest)) return digest
  await book.keep(digest.forecasts)
  const after = await toldOn(book, asOf)
  const overtaken = after.some(({ metric, from, value }) =>
    digest.forecasts.some(
      (one) =>
        one.subject === 'week' && one.metric === metric && one.from === from && one.value !== value,
    ),
  )
  return overtaken ? compose(after) : digest
}

const toldOn = async (book: ForecastBook, asOf: Day): Promise<readonly Forecast[]> =>
  (await book.list()).filter(({ subject, madeOn }) => subject === 'week' && madeOn === asOf)
