type Counted = number | null | undefined

/** What LiteLLM counted of one request; `prompt` holds what was read from and written to a cache. */
export type Counts = {
  readonly prompt: Counted
  readonly cacheRead: Counted
  readonly cacheWrite: Counted
  readonly output: Counted
}
export type Tokens = {
  readonly inputTokens: number | null
  readonly cacheReadTokens: number | null
  readonly cacheWriteTokens: number | null
  readonly outputTokens: number | null
}

/** Four counts that do not overlap; undefined where more is cached than there is prompt. */
export function disjoint({ prompt, cacheRead, cacheWrite, output }: Counts): Tokens | undefined {
  const cached = (cacheRead ?? 0) + (cacheWrite ?? 0)
  if (typeof prompt === 'number' && cached > prompt) return undefined
  return {
    inputTokens: typeof prompt === 'number' ? prompt - cached : null,
    cacheReadTokens: cacheRead ?? null,
    cacheWriteTokens: cacheWrite ?? null,
    outputTokens: output ?? null,
  }
}
