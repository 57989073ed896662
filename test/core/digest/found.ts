import { expect } from 'vitest'

import { parse } from '#core/command/parse.ts'
import type { DigestFacts, SeatUse } from '#core/digest/facts.ts'
import { movesOf } from '#core/digest/moves.ts'
import { views } from '#digests/registry.ts'

import { company } from './company.ts'

/** The seats of a tool by contract, a fifth of those given out not used. */
export const pool: SeatUse = {
  tool: 'chatgpt',
  plan: 'business',
  purchased: 340,
  assigned: 300,
  known: true,
  idle: 60,
  never: 20,
  grace: 0,
  away: 0,
  monthlyMicros: 30_000_000,
  currency: 'USD',
  priced: 'contract',
  idleBy: [{ department: 'Sales', idle: 50 }],
}

/** What a view finds in a company; each question it names can be asked, and each sentence is short. */
export const found = (id: string, more: Partial<DigestFacts>) => {
  const facts = company({}, more)
  const looked = views.find((view) => view.id === id)?.look({ facts, moves: movesOf(facts) })
  if (!looked || 'missing' in looked) throw new Error(`${id}: ${looked?.missing ?? 'no such view'}`)
  for (const { command, says } of looked.findings) {
    expect(parse(command).kind).not.toBe('misread')
    expect(says.length).toBeLessThanOrEqual(110)
  }
  return looked
}
