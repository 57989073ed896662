import type { Collection } from '#collection.ts'
import type { SetUp } from '#connectors/settings.ts'

/** What was set as rules for addresses; empty without. */
export const rulesOf = (setUps: readonly SetUp[]) =>
  setUps.find(({ connector }) => connector.id === 'email-rules')?.setting('EMAIL_RULES') ?? ''

/** People that came in with a pull have their teams before its days are counted. */
export const withRules = (collect: Collection, keepRuled: () => Promise<void>): Collection => ({
  ...collect,
  async rebuild(onProgress) {
    await keepRuled()
    return collect.rebuild(onProgress)
  },
})
