import { findModel, type FoundModel, modelPriceAt } from './model-price.ts'
import { costOf, type Tariff, tariff, type TokenCounts } from './tariff.ts'

export { priceTableVersion } from './model-price.ts'

/** One request to price. Counts the source did not give are 0. */
export type PricedUse = TokenCounts & {
  readonly model: string
  /** Epoch milliseconds: prices are dated, and some depend on the time of day. */
  readonly at: number
}

const DAY = 86_400_000
const MINUTE = 60_000
const SPAN: Record<FoundModel['validity'], number> = { always: Infinity, day: DAY, minute: MINUTE }
const MOST_MODELS = 5_000
const MOST_SPANS = 20_000

type Known = {
  readonly model: FoundModel | undefined
  readonly tariffs: Map<number, Tariff | undefined>
}

/**
 * Prices requests one by one. The table is asked once per model and span of validity, since asking
 * takes a tenth of a millisecond. Returns exact picodollars; null where the price is unknown.
 */
export function priceBook(): (use: PricedUse) => bigint | null {
  const models = new Map<string, Known>()

  const known = (name: string): Known => {
    const seen = models.get(name)
    if (seen) return seen
    if (models.size >= MOST_MODELS) models.clear()
    const fresh = { model: findModel(name), tariffs: new Map<number, Tariff | undefined>() }
    models.set(name, fresh)
    return fresh
  }

  const tariffAt = ({ model, tariffs }: Known, at: number): Tariff | undefined => {
    if (!model) return undefined
    const span = Math.floor(at / SPAN[model.validity])
    if (tariffs.has(span)) return tariffs.get(span)
    if (tariffs.size >= MOST_SPANS) tariffs.clear()
    const prices = modelPriceAt(model, at)
    const fresh = prices && tariff(prices)
    tariffs.set(span, fresh)
    return fresh
  }

  return (use) => {
    const found = tariffAt(known(use.model), use.at)
    return found ? costOf(found, use) : null
  }
}
