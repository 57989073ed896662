import type { UsageEvent } from '#ingest.ts'

type Tokens = Pick<
  UsageEvent,
  'inputTokens' | 'cacheReadTokens' | 'cacheWriteTokens' | 'outputTokens'
>

const WRITE = /cache.*(creation|write)/i
const READ = /cache/i
const INPUT = /input|prompt/i
const OUTPUT = /output|completion/i

/** What the keys of one kind count together; null where there is none. */
function sumOf(counts: readonly (readonly [string, number])[]): number | null {
  return counts.length === 0 ? null : counts.reduce((all, [, count]) => all + count, 0)
}

/** Anthropic's writes come as a sum and by lifetime: the sum is enough. */
function writesIn(counts: readonly (readonly [string, number])[]) {
  const sum = counts.filter(([name]) => name === 'cache_creation_input_tokens')
  return sum.length > 0 ? sum : counts
}

/**
 * Four counts that do not overlap, of `usageDetails`, whose keys the application's SDK chose. They are
 * meant not to overlap; where the total says that input holds the cache, or output the reasoning, it
 * is taken off.
 */
export function tokensOf(details: Readonly<Record<string, number>>): Tokens {
  const counts = Object.entries(details).filter(([name]) => name !== 'total')
  const isWrite = ([name]: readonly [string, number]) => WRITE.test(name)
  const isRead = ([name]: readonly [string, number]) => READ.test(name) && !WRITE.test(name)
  const plain = counts.filter(([name]) => !READ.test(name))
  const cacheReadTokens = sumOf(counts.filter(isRead))
  const cacheWriteTokens = sumOf(writesIn(counts.filter(isWrite)))
  const outputs = plain.filter(([name]) => OUTPUT.test(name))
  const input = sumOf(plain.filter(([name]) => INPUT.test(name) && !OUTPUT.test(name)))
  const output = sumOf(outputs)
  const cached = (cacheReadTokens ?? 0) + (cacheWriteTokens ?? 0)
  const whole = outputs.find(([name]) => name === 'output')?.[1] ?? output
  const readings = [
    [input, output],
    [less(input, cached), output],
    [input, whole],
    [less(input, cached), whole],
  ] as const
  const fits = readings.find(
    ([input, output]) => (input ?? 0) + (output ?? 0) + cached === details['total'],
  )
  const [inputTokens, outputTokens] = fits ?? readings[0]
  return { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens }
}

const less = (count: number | null, part: number) =>
  count === null || count < part ? count : count - part
