import type { Command, Misread } from './command.ts'
import { format } from './format.ts'

const EXPORT =
  /^[\s\p{Cf}]*(?:(?:export|csv)(?:\s+(?<after>\S[\s\S]*?))?|(?<before>\S[\s\S]*?)\s+(?:(?:as|to)\s+)?(?:export|csv))[\s.!?]*$/iu

/** `export by:team 30d`, `by:team 30d export`: of what a file is wanted; empty: of the last answer. */
export function exported(text: string): string | undefined {
  const found = EXPORT.exec(text)
  if (!found) return undefined
  const { after, before } = found.groups ?? {}
  return after ?? before ?? ''
}

/** A file is a chat's to give: where there is none, what can be asked instead. */
export function readExport(
  text: string,
  parse: (text: string) => Command | Misread,
): Misread | undefined {
  const what = exported(text)
  if (what === undefined) return undefined
  const asked = what === '' ? undefined : parse(what)
  const why =
    'Slack and Teams give a file of it: `export by:team 30d`. On the command line, `ai-usage ask "by:team 30d" --json` gives every row.'
  return {
    kind: 'misread',
    text,
    problems: [{ text: 'export', why, suggestions: [] }],
    ...(asked && asked.kind !== 'misread' && { suggestion: format(asked) }),
  }
}
