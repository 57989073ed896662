import type { Ask } from './command.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'

const LEAD =
  /^\s*(?:and|but|now|only|just|what about|how about|the same(?:\s+but)?|same)\b[\s,:]*/iu
const INSTEAD = /[\s,]*\binstead\b[\s?!.]*$/iu

/** What of a text says only what changes of the question before it; undefined when it stands alone. */
export function followUp(text: string): string | undefined {
  const rest = text.replace(LEAD, '').replace(INSTEAD, '')
  return rest === text || rest.trim() === '' ? undefined : rest
}

/** Whether a text says which days: then another period beside it is a riddle more. */
export function saysDays(text: string): boolean {
  const problems = (more: string) => {
    const read = parse(`${text} ${more}`)
    return read.kind === 'misread' ? read.problems.length : 0
  }
  return ['77d', '78d'].some((other) => problems(other) > problems(''))
}

/** The question before with what `rest`, a command, says of it; `spoken`: also which days. */
export function followed(
  before: Ask,
  { rest, spoken }: { readonly rest: string; readonly spoken: boolean },
): string | undefined {
  const change = parse(rest)
  if (change.kind !== 'ask') return undefined
  const filters = { ...before.filters, ...change.filters }
  const period = spoken ? change.period : before.period
  const { also: _, ...anew } = before
  const kept = change.by === undefined ? before : anew
  return format({ ...kept, ...change, filters, period })
}
