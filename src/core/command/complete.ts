import { FILTER_KEYS, FILTERS, type FilterWord, METRICS, OPTION_KEYS, OPTIONS } from './grammar.ts'
import { PERIODS } from './periods.ts'
import { SECTION_KEYS } from './sections.ts'
import { keyOf } from './suggest.ts'

const MOST = 12

const STARTS: readonly string[] = [
  ...FILTER_KEYS.map((key) => `${key}:`),
  ...OPTION_KEYS.map((key) => `${key}:`),
  ...PERIODS.flatMap(({ examples }) => examples),
  ...Object.keys(METRICS),
  ...SECTION_KEYS,
  'export',
  'help',
  'status',
  'contract',
  'privacy',
]

/** Behind it a file may be for Excel. */
const FILE = /^\s*(?:export|csv)\s|\s(?:export|csv)\s+$/iu
const FOR_EXCEL = 'for:excel'

const RULES: Readonly<Record<string, FilterWord>> = { ...FILTERS, ...OPTIONS }

/** Type-ahead: the text with its last word finished, in every way the grammar knows. */
export function complete(text: string): readonly string[] {
  const typed = /\S*$/u.exec(text)?.[0] ?? ''
  const before = text.slice(0, text.length - typed.length)
  const [, name = '', given = '', value = ''] = /^(\p{L}+)[:=](.*,)?(.*)$/u.exec(typed) ?? []
  const key = keyOf(name)
  const endings =
    FILE.test(before) && FOR_EXCEL.startsWith(typed.toLowerCase()) && typed !== ''
      ? [FOR_EXCEL]
      : key === undefined
        ? STARTS.filter((start) => continues(start, typed))
        : (RULES[key]?.values ?? [])
            .filter((known) => continues(known, value))
            .map((known) => `${key}:${given}${known}`)
  return endings.slice(0, MOST).map((ending) => `${before}${ending}`)
}

function continues(word: string, typed: string): boolean {
  return word.length > typed.length && word.startsWith(typed.toLowerCase())
}
