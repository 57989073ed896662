import tables from './calibration.json' with { type: 'json' }

/**
 * What the demo company takes from a real trace: 8,819 requests to a production coding assistant
 * (AzureLLMInferenceTrace_code, Microsoft Azure, CC-BY-4.0; Patel et al., "Splitwise", ISCA 2024).
 * Each table is a systematic sample of it, so its quantiles are the trace's quantiles.
 */

/** Context and generated tokens of one request, sorted by context: 256 of them. */
export const REQUEST_TOKENS: readonly (readonly [context: number, generated: number])[] =
  tables.requestTokens.map(([context = 0, generated = 0]) => [context, generated] as const)

/** Milliseconds between requests of a burst: the 64-quantiles of the trace, its long pauses included. */
export const REQUEST_GAPS_MS: readonly number[] = tables.requestGapsMs
