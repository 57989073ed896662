import type { histograms, measures } from '#db/schema/columns.ts'

type Flag = 'active' | 'passive'

/** The numbers of a person-day. */
export const MEASURES = {
  messages: 'number',
  sessions: 'number',
  vendorSessions: 'number',
  requests: 'number',
  agentRequests: 'number',
  errors: 'number',
  promptCharacters: 'number',
  promptsMeasured: 'number',
  promptsShort: 'number',
  promptsMiddle: 'number',
  promptsLong: 'number',
  outputCharacters: 'number',
  outputsMeasured: 'number',
  inputTokens: 'number',
  cacheReadTokens: 'number',
  cacheWriteTokens: 'number',
  outputTokens: 'number',
  unpricedTokens: 'number',
  lightRequests: 'number',
  codeGenerations: 'number',
  codeAcceptances: 'number',
  creditsMilli: 'number',
  costBilledMicros: 'number',
  costEstimatedMicros: 'number',
  costCreditsMicros: 'number',
} as const satisfies Record<Exclude<keyof ReturnType<typeof measures>, Flag>, 'number'>

/** Their shapes. */
export const HISTOGRAMS = {
  promptHistogram: 'number',
  sessionDepthHistogram: 'number',
  sessionSecondsHistogram: 'number',
} as const satisfies Record<keyof ReturnType<typeof histograms>, 'number'>

/** What a row of use is about: numbers of the dictionaries, of an account and of an import. */
export const USE = {
  accountId: 'id',
  toolId: 'id',
  modelId: 'id',
  featureId: 'id',
  sourceId: 'id',
} as const
