import type { Ask } from './command.ts'
import { read } from './draft.ts'
import { format } from './format.ts'
import { parse } from './parse.ts'
import { sectionOf } from './section.ts'

const LEAD =
  /^\s*(?:and|but|now|only|just|what about|how about|the same(?:\s+but)?|same)\b[\s,:]*/iu
const INSTEAD = /[\s,]*\binstead\b[\s?!.]*$/iu

/** What of a text says only what changes of the question before it; undefined when it stands alone. */
export function followUp(text: string): string | undefined {
  const rest = text.replace(LEAD, '').replace(INSTEAD, '')
  return rest === text || rest.trim() === '' ? undefined : rest
}

/** A split, days, or how they are set out, and nothing that says what is asked about. */
export function onlyChanges(text: string): boolean {
  if (parse(text).kind !== 'ask' || sectionOf(text)) return false
  const { filters, metrics, compare, problems: _, ...said } = read(text)
  const scoped = Object.keys(filters).length > 0 || metrics !== undefined || compare !== undefined
  return !scoped && Object.keys(said).length > 0
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
