import { day, type Day } from '#core/time/day.ts'

import { fitsGlob } from './glob.ts'

type Premium = {
  /** Globs; what comes before the last `/` or a vendor's dots does not count. */
  readonly models: readonly string[]
  readonly except: readonly string[]
  readonly from: Day
  /** The last day; none while it is one of the vendor's dearest. */
  readonly to?: Day
}

/** Smaller models of a family are none of its best. */
const SMALL = ['*-mini*', '*-nano*', '*-lite*', '*-flash*', '*-haiku*', '*-small*'] as const

/** The models that count as premium, and when: each vendor's best of its day, not its everyday one. */
const PREMIUM: readonly Premium[] = [
  { models: ['gpt-4*'], except: SMALL, from: day('2023-03-14'), to: day('2025-08-06') },
  { models: ['o1*', 'o3*'], except: SMALL, from: day('2024-09-12') },
  { models: ['gpt-5*', 'gpt-6*'], except: SMALL, from: day('2025-08-07') },
  { models: ['claude-3-opus*', 'claude-opus-*'], except: SMALL, from: day('2024-03-04') },
  { models: ['gemini-*-pro*', 'gemini-*-ultra*'], except: SMALL, from: day('2024-02-15') },
  { models: ['grok-3*', 'grok-4*'], except: SMALL, from: day('2025-02-17') },
  { models: ['mistral-large*'], except: SMALL, from: day('2024-02-26') },
]

/** `anthropic/claude-opus-4-5` and `us.anthropic.claude-opus-4-5` are `claude-opus-4-5`. */
const bare = (name: string): string =>
  name.replace(/^.*\//u, '').replace(/^(?:[a-z]{2,6}\.)?(?:anthropic|openai|google|meta)\./u, '')

/** When a model counts as premium; none for one that never did. */
export function premiumDays(
  model: string,
): readonly { readonly from: Day; readonly to: Day | null }[] {
  const name = bare(model.toLowerCase())
  const is = (globs: readonly string[]) => globs.some((glob) => fitsGlob(name, glob))
  return PREMIUM.filter(({ models, except }) => is(models) && !is(except)).map(({ from, to }) => ({
    from,
    to: to ?? null,
  }))
}

/** The list in words, for the definition. */
export const PREMIUM_LIST: readonly string[] = PREMIUM.map(
  ({ models, from, to }) => `${models.join(', ')} from ${from}${to ? ` to ${to}` : ''}`,
)
