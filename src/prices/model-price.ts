import { calcPrice, findProvider, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices'

/** The price table every estimate was computed with. */
export const priceTableVersion = 'genai-prices 0.1.8'

/** How long one answer of the table holds for a model: always, for a day, or for a minute. */
type Validity = 'always' | 'day' | 'minute'

export type FoundModel = {
  readonly id: string
  readonly providerId: string | undefined
  readonly validity: Validity
}

const NOTHING = { input_tokens: 0, output_tokens: 0 }

/** Bedrock writes `us.anthropic.claude-sonnet-4-5-20250929-v1:0`. */
const BEDROCK = /^(?:[a-z]{2,6}\.)?[a-z0-9]+\.[a-z]/

function validityOf({ prices }: ModelInfo): Validity {
  if (!Array.isArray(prices)) return 'always'
  return prices.some(({ constraint }) => constraint?.type === 'time_of_date') ? 'minute' : 'day'
}

function lookUp(id: string, providerId?: string): FoundModel | undefined {
  const found = calcPrice(NOTHING, id, providerId === undefined ? {} : { providerId })
  return found ? { id, providerId, validity: validityOf(found.model) } : undefined
}

/**
 * The model in the price table, as sources write it: `gpt-4o-2024-08-06`, `azure/gpt-4o`,
 * `openrouter/openai/gpt-4o`, `models/gemini-2.5-pro`, Bedrock's dotted names. A provider named in
 * front is the one whose price counts; an unknown reseller has no price.
 */
export function findModel(model: string): FoundModel | undefined {
  const slash = model.indexOf('/')
  if (slash > 0) {
    const [front, rest] = [model.slice(0, slash), model.slice(slash + 1)]
    if (front === 'models') return findModel(rest)
    const provider = findProvider({ providerId: front })
    if (provider) return lookUp(rest, provider.id) ?? lookUp(model, provider.id)
  }
  return lookUp(model) ?? (BEDROCK.test(model) ? lookUp(model, 'aws') : undefined)
}

/** The prices in force at an instant (epoch milliseconds). */
export function modelPriceAt(model: FoundModel, at: number): ModelPrice | undefined {
  const { id, providerId } = model
  const options = { timestamp: new Date(at), ...(providerId === undefined ? {} : { providerId }) }
  return calcPrice(NOTHING, id, options)?.model_price
}
