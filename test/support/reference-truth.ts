/**
 * Which of several sources is believed, the slow and obvious way. Imports nothing from the product.
 */

/** What one source said of somebody's day in a tool; whoever is nobody is compared as one. */
export type Said = {
  readonly day: string
  readonly who: string
  readonly tool: string
  readonly source: string
  /** 2: a number it is believed for; 1: something else of the group; 0: nothing. */
  readonly activity: 0 | 1 | 2
  readonly tokens: 0 | 1 | 2
  readonly cost: 0 | 1 | 2
}

export type Group = 'activity' | 'tokens' | 'cost'

/** `order` is best first and has every source. */
export function believer(
  said: readonly Said[],
  order: readonly string[],
): (day: string, who: string, tool: string, group: Group) => string | undefined {
  return (day, who, tool, group) => {
    const theirs = said.filter((it) => it.day === day && it.who === who && it.tool === tool)
    for (const strength of [2, 1, 0]) {
      for (const source of order) {
        const best = Math.max(
          -1,
          ...theirs.filter((it) => it.source === source).map((it) => it[group]),
        )
        if (best === strength) return source
      }
    }
    return undefined
  }
}

const NAMES = {
  day: '',
  account: '',
  tool: '',
  model: '',
  feature: '',
  source: '',
  person: '',
  unit: '',
}

const NO_ACTIVITY = {
  active: false,
  passive: false,
  messages: null,
  sessions: null,
  promptCharacters: null,
  promptsMeasured: null,
  promptBands: null,
  promptHistogram: null,
  outputCharacters: null,
  outputsMeasured: null,
  depthHistogram: null,
  secondsHistogram: null,
}

const NO_TOKENS = {
  requests: null,
  agentRequests: null,
  errors: null,
  inputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  outputTokens: null,
  lightRequests: null,
}

const NO_COST = {
  unpricedTokens: null,
  costBilledMicros: null,
  costEstimatedMicros: null,
  costCreditsMicros: null,
}

/** What is left empty of a row in the groups in which its source was not believed. */
export const blanks = (empty: (group: Group) => boolean) => ({
  ...(empty('activity') ? NO_ACTIVITY : {}),
  ...(empty('tokens') ? NO_TOKENS : {}),
  ...(empty('cost') ? NO_COST : {}),
})

/** Whether a row has anything but names. */
export const says = (row: object) =>
  Object.entries(row).some(([name, value]) => !(name in NAMES) && value !== null && value !== false)
