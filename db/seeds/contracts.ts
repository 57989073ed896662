import { addDays, type Day } from '#core/time/day.ts'

import type { Persona } from './company.ts'

/** Seats bought: a tenth more than there are people who have the tool. */
export const bought = (people: readonly Persona[], tool: string): number =>
  Math.ceil(people.filter(({ tools }) => tools.includes(tool)).length * 1.1)

type Agreed = {
  readonly tool: string
  /** How many days before and after the anchor the term begins and ends, and notice is due. */
  readonly from: number
  readonly to: number
  readonly notice: number
} & (
  | { readonly plan: string; readonly price: string }
  | { readonly plan: ''; readonly committed: string }
)

/** Each a year, at a different point of it. */
const AGREED: readonly Agreed[] = [
  { tool: 'chatgpt', plan: 'business', price: '30', from: 310, to: 54, notice: 24 },
  { tool: 'github-copilot', plan: 'business', price: '19', from: 221, to: 143, notice: 83 },
  { tool: 'gemini', plan: 'business', price: '14', from: 150, to: 214, notice: 154 },
  { tool: 'claude', plan: '', committed: '9000', from: 182, to: 182, notice: 122 },
  { tool: 'cursor', plan: '', committed: '2400', from: 182, to: 182, notice: 122 },
]

/** Lines of the contracts import: what the company agreed with vendors. LiteLLM is its own gateway, and has none. */
export const contractLines = (
  people: readonly Persona[],
  anchor: Day,
): Readonly<Record<string, string>>[] =>
  AGREED.map(({ tool, plan, from, to, notice, ...terms }) => ({
    tool,
    plan,
    from: String(addDays(anchor, -from)),
    to: String(addDays(anchor, to)),
    notice: String(addDays(anchor, notice)),
    seats: 'price' in terms ? String(bought(people, tool)) : '',
    price: 'price' in terms ? terms.price : '',
    committed: 'committed' in terms ? terms.committed : '',
  }))
