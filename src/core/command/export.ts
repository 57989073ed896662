import type { Command, Misread } from './command.ts'
import { format } from './format.ts'
import { LONGEST_TEXT } from './grammar.ts'
import { readQuoted } from './values.ts'

const EXPORT =
  /^[\s\p{Cf}]*(?:(?:export|csv)(?:\s+(?<after>\S[\s\S]*?))?|(?<before>\S[\s\S]*?)\s+(?:(?:as|to)\s+)?(?:export|csv))[\s.!?]*$/iu

const FOR_EXCEL = /(?<=^|[\s\p{Cf}])for\s*[:=：]\s*excel(?=$|[\s.!?])/giu

const FOR = 'for:excel'

/** What a file is wanted of, empty: of the last answer; and whether Excel has to be told that it is UTF-8. */
export type Wanted = { readonly what: string; readonly excel: boolean }

/** What has a file. */
const IN_FILES: ReadonlySet<(Command | Misread)['kind']> = new Set([
  'ask',
  'me',
  'governance',
  'signals',
])

export const isInFiles = ({ kind }: Command | Misread): boolean => IN_FILES.has(kind)

/** `export by:team 30d`, `by:team 30d export`, `export by:team 30d for:excel`: which file is wanted, if one is. */
export function exported(text: string): Wanted | undefined {
  const rest = withoutExcel(text)
  const found = EXPORT.exec(rest ?? text)
  if (!found) return undefined
  const { after, before } = found.groups ?? {}
  return { what: after ?? before ?? '', excel: rest !== undefined }
}

/** `exported` reads it back as the same. */
export function formatExport({ what, excel }: Wanted): string {
  return ['export', what, excel ? FOR : ''].filter((part) => part !== '').join(' ')
}

/** A file is a chat's to give: where there is none, what can be asked instead. */
export function readExport(
  text: string,
  parse: (text: string) => Command | Misread,
): Misread | undefined {
  const wanted = exported(text)
  if (wanted === undefined) return undefined
  const asked = wanted.what === '' ? undefined : parse(wanted.what)
  const why =
    'Slack and Teams give a file of it: `export by:team 30d`. On the command line, `ai-usage ask "by:team 30d" --json` gives every row.'
  return {
    kind: 'misread',
    text,
    problems: [{ text: 'export', why, suggestions: [] }],
    ...(asked && asked.kind !== 'misread' && { suggestion: format(asked) }),
  }
}

/** `usage 30d for:excel`: Excel is a file's reader, and no file was asked for. */
export function readForExcel(
  text: string,
  parse: (text: string) => Command | Misread,
): Misread | undefined {
  const what = exported(text) ? undefined : withoutExcel(text)
  const asked = what === undefined || what === '' ? undefined : parse(what)
  if (what === undefined || asked === undefined || asked.kind === 'misread') return undefined
  const has = isInFiles(asked)
  const why = has
    ? 'That is for a file, which begins with the word `export`.'
    : 'That is for a file, and of this there is no file.'
  return {
    kind: 'misread',
    text,
    problems: [{ text: FOR, why, suggestions: [] }],
    suggestion: has ? formatExport({ what, excel: true }) : format(asked),
  }
}

/** The text without its `for:excel`; undefined where it has none but in quotes. */
function withoutExcel(text: string): string | undefined {
  if (text.length > LONGEST_TEXT || text.search(FOR_EXCEL) < 0) return undefined
  const quoted = quotes(text)
  const rest = text.replaceAll(FOR_EXCEL, (said, at: number) =>
    quoted.some(({ start, end }) => at > start && at < end) ? said : ' ',
  )
  return rest === text ? undefined : rest.replaceAll(/\s+/gu, ' ').trim()
}

/** Where text in quotes begins and ends. */
function quotes(text: string) {
  const found: { readonly start: number; readonly end: number }[] = []
  for (let at = 0; at < text.length; at++) {
    const read = /[\p{L}\p{N}]/u.test(text[at - 1] ?? '') ? undefined : readQuoted(text, at)
    if (!read) continue
    found.push({ start: at, end: read.end })
    at = read.end - 1
  }
  return found
}
