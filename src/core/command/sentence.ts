import type { Misread } from './command.ts'
import { read } from './draft.ts'
import { format } from './format.ts'
import { correct, parse } from './parse.ts'
import { DEFAULT_PERIOD } from './periods.ts'
import { slipOf, writeFilter } from './suggest.ts'

/** What is asked for as a whole, and the command that answers it. */
const WHOLE: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:(?:hi|hello|hey|thanks|thank you|good (?:morning|afternoon|evening))(?:\s+there)?|what can (?:you do|i ask(?: you)?)|how does this work)[\s!.?,]*$/iu,
    'help',
  ],
  [/^what (?:should|can|could) (?:i|we) do(?: (?:now|next|about it))?[\s.?!]*$/iu, 'digest'],
  [/^(?:until )?when\b.*\b(?:contracts?|renew(?:s|al|als)?)\b/iu, 'contract'],
  [
    /\bbudgets?\b.*\b(?:left|remaining)\b|\bleft (?:of|in) (?:the|our) budgets?\b/iu,
    'digest budget',
  ],
  [
    /^what(?:['’]s new| (?:has )?(?:changed|happened))(?: (?:last|this) week)?[\s.?!]*$/iu,
    'digest',
  ],
  [
    /^(?:(?:are there|do we have|show|list)(?: me)? )?(?:any |the |all )?(?:open )?alerts[\s.?!]*$/iu,
    'alerts',
  ],
  [
    /^(?:who can see my (?:data|usage|numbers)|what (?:data )?do you (?:collect|store|keep)|is my data (?:private|safe))\b/iu,
    'privacy',
  ],
]

/** Who asks of themselves: the company's numbers would be another answer. What one may use is no use. */
const MINE =
  /\b(?:did|have|am) i (?:use|used|using|spend|spent|cost|costing|send|sent)\b|\bhow (?:much|many|often)\b.*\bdo i (?:use|spend|cost|send)\b|^i(?: have|['’]ve)? (?:used|spent|sent)\b|\b(?:show|see|tell|what(?: is|['’]s)) (?:me )?my (?:own )?(?:usage|use|spend|spending|costs?|numbers|messages|tokens|sessions)\b/iu

/** One's own numbers come whole: what else is said stays in the command, to be told that it has no part in it. */
function mine(text: string): string {
  const rest = plainly(text.replace(MINE, ' ')) ?? ''
  const { metrics: _, period = DEFAULT_PERIOD, problems, filters, ...more } = read(rest)
  const only = [...problems, ...Object.keys(filters), ...Object.keys(more)].length === 0
  return only ? format({ kind: 'me', period }) : `me ${rest}`
}

/** The command that answers a whole question; undefined when it has filters, or is none of these. */
export function wholly(text: string): string | undefined {
  if (FILTERED.test(text)) return undefined
  if (MINE.test(text)) return mine(text)
  return WHOLE.find(([pattern]) => pattern.test(text))?.[1]
}

const FILTERED = /[:=："“”]/u

const SAID: readonly (readonly [RegExp, string])[] = [
  [/^\s*compare (.+?) (?:and|with|to|against) (.+)$/giu, '$1 vs $2'],
  [/\b(what|who|how|where)['’]s\b/giu, '$1 is'],
  [/\bhow (?:many|often)\b(.*)\bagents?\b(.*)\b(?:run|ran)\b/giu, 'agent_runs $1 $2'],
  [
    /\b(?:(?:how much )?(?:money )?(?:do|did|are|have) we )?(?:pay|paying|paid|spend|spending|spent|waste|wasting|wasted) (?:for|on) (?:our |the )?(?:idle|unused|wasted|empty) (?:seats?|licen[cs]es?)\b/giu,
    'idle_seat_cost',
  ],
  [/\bseats? (?:are|is|were) (?:not used|unused|idle|wasted)\b/giu, 'idle_seats'],
  [/\b(?:wasted|empty) (seats?|licen[cs]es?)\b/giu, 'idle $1'],
  [
    /^(?:are|do|did|have|how)\b(?=.*\b(?:us(?:e|ed|ing)|need|enough|left|available|free|spare)\b)(.*)\b(?:seats|licen[cs]es)\b(.*)$/giu,
    'seats $1 $2',
  ],
  [
    /\bwho (?:(?:has|have|does|is|did)(?: not|n['’]t)|never) us(?:e|ed|ing)\b(?: their| a| the)?(?: seats?| licen[cs]es?)?/giu,
    'by:user idle_seats',
  ],
  [/\bhow long are (?:our |the )?sessions\b/giu, 'session_duration'],
  [/\bhow long are (?:our |the )?prompts\b/giu, 'prompt_length'],
  [
    /\b(?:percentage|percent|share|proportion) of (?:people|employees|staff|users)\b/giu,
    'adoption',
  ],
  // Of these the middle is told; of others the sum, which no average is.
  [
    /\b(?:average|mean|typical) (?=(?:sessions? (?:length|duration|depth)|prompt length|\S+ per (?:active )?(?:person|user|session|message))\b)/giu,
    '',
  ],
  [/\b(?:trends?|over time)\b/giu, 'per:week'],
  [/\bwho (?:are|is) (?:(?:our|the|my) )?power users?\b/giu, 'level:power by:user messages'],
  [/^\s*is (.+?) worth (?:it|the money|its price)\b/giu, 'spend active_people cost_per_person $1'],
  [/\bprompts?\b.*\b(?:under|below|shorter than) 50(?: characters?)?\b/giu, 'short_prompt_share'],
  [/\bprompts?\b.*\b(?:over|above|longer than) 200(?: characters?)?\b/giu, 'long_prompt_share'],
  [
    /\b(?:who spends|who spent|(?:who (?:are|is) )?(?:(?:the|our) )?(?:top|biggest|largest) spenders?)\b/giu,
    'by:user top:10 spend',
  ],
  [/\b(?:spent|spends|paid|pay|pays|paying|expensive|costly)\b/giu, 'spend'],
  [/\b(?:wrote|write|sent|send)\b/giu, 'messages'],
  [
    /\bwho (?:uses|used|is using)(?: (?:ai|it|them))?(?: the)? most(?: of)?\b/giu,
    'by:user top:10 messages',
  ],
  [
    /\bwho (?:uses|used|is using) (?!(?:ai|it|them)\b)(.+?) most\b/giu,
    'by:user top:10 messages $1',
  ],
  [/\bwho (?:uses|used|is using) (?!(?:ai|it|them)\b)/giu, 'by:user messages '],
  [
    /\b(?:(?:which|what|most used|most popular) )(prompt|agent)s?\b(?! (?:length|runs?|share|success|requests?)\b)/giu,
    'asset:$1s by:asset',
  ],
  [/\bmost (?:used|active|popular) (team|department|model|tool)s?\b/giu, 'by:$1 messages'],
  [/\b(?:which|what) (?:teams?|units?)\b/giu, 'by:team'],
  [/\b(?:which|what) departments?\b/giu, 'by:department'],
  [/\b(?:which|what) (?:models?|llms?)\b/giu, 'by:model'],
  [/\b(?:which|what) (?:tools?|products?)\b/giu, 'by:tool'],
  [/\bwho used\b/giu, 'people'],
  [/\b(?:list|name)(?: all)?(?: the| our)? (team|department|model|tool)s\b/giu, 'by:$1'],
  [/\b(?:employees|staff|colleagues|anyone|anybody)\b/giu, 'people'],
  [/\b(?:go|gone|going|goes|went) (?:up|down)\b/giu, ' '],
  // `by team` is a split, the sales team is one.
  [/(?<!\b(?:by|per|each|every|top|top \d+|by \S+ and)\s)(?<!:)\b(?:department|team)\b/giu, ' '],
  [
    /(?<!:)\b(?:have|has|had|been|tell|can|could|you|get|i|we|want|need|see|know|to|about|many|there|their|they|all|us|it|list|number|total|rising|falling|growing|changed|using|used|use|uses|do|does|most|good|going|doing|everything)\b/giu,
    ' ',
  ],
]

/** A text that is no command, with what people say around one taken out; undefined when it has filters. */
export function plainly(text: string): string | undefined {
  if (FILTERED.test(text)) return undefined
  const said = SAID.reduce((rest, [pattern, word]) => rest.replaceAll(pattern, word), text)
  return said.replaceAll(/\s+/gu, ' ').trim()
}

/** A name that stands alone in a text, and the filters it may be. */
export type Riddle = { readonly name: string; readonly filters: readonly string[] }

const KEYS = ['team', 'tool', 'model'] as const

/** The names in a misread text, where they are all that was not understood. */
export function riddles({ problems }: Misread): readonly Riddle[] | undefined {
  const found = problems.flatMap((problem) => riddle(problem) ?? [])
  return found.length === problems.length && found.length > 0 ? found : undefined
}

const BESIDE = 'compare:'

/** `eng` may be `team:eng`, and `vs sales` may be `compare:team:sales`. */
function riddle({ text, suggestions }: Misread['problems'][number]): Riddle | undefined {
  const beside = suggestions.some((one) => one.startsWith(BESIDE)) ? BESIDE : ''
  const filters = KEYS.flatMap(
    (key) => suggestions.find((one) => one.startsWith(`${beside}${key}:`)) ?? [],
  )
  if (filters.length < KEYS.length) return undefined
  const name = beside === '' ? text : text.replace(/^\S+\s+/u, '')
  return { name, filters }
}

/** The same misread, with those of its names that there are, or are slips of one, and no others. */
export async function withNames(
  misread: Misread,
  find: (riddle: Riddle) => Promise<readonly string[]>,
): Promise<Misread> {
  if (!misread.problems.some((problem) => riddle(problem))) return misread
  const problems = await Promise.all(
    misread.problems.map(async (problem) => {
      const asked = riddle(problem)
      if (!asked) return problem
      const aliases = suggestionsOf(problem, ALIAS)
      const suggestions = aliases.length > 0 ? aliases : await find(asked)
      const why = suggestions.length > 0 ? problem.why : NOBODYS
      return { ...problem, why, suggestions }
    }),
  )
  const { suggestion: offered, ...rest } = misread
  // A rule or a budget that was meant is none of the names, and stays what it is.
  const kind = offered === undefined ? 'ask' : parse(offered).kind
  if (kind === 'alert' || kind === 'budget') return { ...misread, problems }
  const choices = problems.flatMap(({ suggestions }) =>
    suggestions.length === 1 ? suggestions : [],
  )
  const suggestion = choices.length === problems.length ? correct(misread.text, choices) : undefined
  return { ...rest, problems, ...(suggestion !== undefined && { suggestion }) }
}

const ALIAS = /^user:p-[a-z0-9]+$/iu

const suggestionsOf = ({ suggestions }: Misread['problems'][number], form: RegExp) =>
  suggestions.filter((one) => form.test(one))

const NOBODYS = 'This is no word of a command, and no team, tool or model that you may ask about.'

/** Which of these names was meant: a slip of one of them, else none. */
export function slipped(name: string, names: readonly string[]): string | undefined {
  const words = names.flatMap((one) =>
    [one, ...one.split(/[\s/_-]+/u)].map((word) => [word.toLowerCase(), one] as const),
  )
  return slipOf(name, new Map(words))
}

/** Which key a filter such as `team:eng` is of, with its values. */
export function filterOf(filter: string) {
  const beside = filter.startsWith(BESIDE)
  const command = parse(beside ? filter.slice(BESIDE.length) : filter)
  return command.kind === 'ask' ? command.filters : undefined
}

/** The same filter, of another name. */
export function renamed(filter: string, name: string): string {
  const beside = filter.startsWith(BESIDE) ? BESIDE : ''
  const [key = ''] = filter.slice(beside.length).split(':')
  return `${beside}${writeFilter(key, [name])}`
}

/** Whether a name that was found is the one that was said: a word of it begins so. */
export function isSaid(name: string, label: string): boolean {
  const said = name.toLowerCase()
  const words = label.toLowerCase().split(/[\s/_-]+/u)
  return said.length >= 3 && (label.toLowerCase().startsWith(said) || words.includes(said))
}
