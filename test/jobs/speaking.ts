import type { Viewer } from '#core/access/access.ts'
import type { FilterKey, Filters } from '#core/command/command.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { four } from '#test/core/message/given.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, memoryHouse } from '#test/support/house.ts'
import { measured } from '#test/support/measured.ts'

const KNOWN: Readonly<Partial<Record<FilterKey, readonly string[]>>> = {
  team: ['Engineering', 'Sales', 'Customer Success'],
  tool: ['claude-code', 'chatgpt', 'microsoft-copilot'],
  model: ['gpt-5'],
  level: ['power'],
  asset: ['prompts'],
}

/** A store that knows these names, and what it was asked for. */
export function company(now = '2026-11-21T12:00:00Z') {
  const house = memoryHouse({ measured: measured(four()), now })
  const looked: string[] = []
  const resolve = async (filters: Filters) => {
    const pairs = Object.entries(filters) as [FilterKey, readonly string[]][]
    const found = pairs.map(([key, values]) => {
      looked.push(`${key}:${values.join(',')}`)
      const all = KNOWN[key] ?? []
      return [
        key,
        values.map((value) => all.find((one) => one.toLowerCase().includes(value.toLowerCase()))),
      ] as const
    })
    const missing = found.flatMap(([key, values]) =>
      values.includes(undefined)
        ? [{ key, value: '', why: 'unknown' as const, suggestions: KNOWN[key] ?? [] }]
        : [],
    )
    const labels = Object.fromEntries(found) as Filters
    const ids = Object.fromEntries(
      found.map(([key, values]) => [
        key,
        values.map((one) => KNOWN[key]?.indexOf(one ?? '') ?? -1),
      ]),
    )
    return missing.length > 0 ? { unresolved: missing } : { scope: { ids, labels } }
  }
  const reader = { ...house.usage, resolve }
  const answer = answerCommand({ ...house, usage: reader, published: reader })
  const ask = async (text: string, viewer?: Viewer, { inThread = false } = {}) => {
    const { message, outcome } = await answer({ ...asks(text, viewer), inThread })
    const [, read] = /^Read as: `(.*)`$/m.exec(plain(message)) ?? []
    return { read, outcome, said: plain(message) }
  }
  return { ask, looked, rows: house.rows }
}
