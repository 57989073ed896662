import type { LimitsCommand } from '#core/quartile/command.ts'

import type { Misread } from './command.ts'
import { read } from './draft.ts'
import { writeFilter } from './suggest.ts'

/** What follows `limits` from `start` on: nothing, or `take`, of all tools or of some. */
export function readLimits(text: string, start: number): LimitsCommand | Misread {
  const said = text.slice(start).trim()
  if (said === '' || /^(?:list|show)$/iu.test(said)) return { kind: 'limits', act: 'list' }
  const taking = /^(?:take|retake|refresh|renew)(?:\s+([\s\S]+))?$/iu.exec(said)
  if (!taking) return misread(text, said, HOW)
  const [, what] = taking
  const { filters, problems, ...rest } = read(what ?? '')
  const [problem] = problems
  if (problem) return misread(text, problem.text, problem.why)
  const { tool, ...others } = filters
  if (Object.keys(others).length > 0 || Object.keys(rest).length > 0)
    return misread(
      text,
      what ?? '',
      `Limits are of whole tools, from the last four whole weeks. ${HOW}`,
    )
  return { kind: 'limits', act: 'take', ...(tool && { tools: tool }) }
}

const HOW = 'Limits are seen with limits, and taken with limits take or limits take tool:chatgpt.'

const misread = (text: string, part: string, why: string): Misread => ({
  kind: 'misread',
  text,
  problems: [{ text: part, why, suggestions: [] }],
  suggestion: 'limits',
})

/** The canonical text of it. */
export function formatLimits(command: LimitsCommand): string {
  if (command.act === 'list') return 'limits'
  return ['limits take', ...(command.tools ? [writeFilter('tool', command.tools)] : [])].join(' ')
}
