import { listed } from '#core/message/english.ts'

/** One sentence on tools in use without a contract; undefined where each has one. */
export function noContractFor(tools: readonly string[]): string | undefined {
  if (tools.length === 0) return undefined
  return `No contract is known for ${listed(tools, 4)}: prices and terms are not assumed.`
}
