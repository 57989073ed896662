import type { Button, Message, Part } from '#core/message/message.ts'

import type { Ask, FilterKey, Misread, Problem } from './command.ts'
import { echo } from './echo.ts'
import { format } from './format.ts'
import { FILTERS, LONGEST_TEXT } from './grammar.ts'
import { BUILD } from './help.ts'
import { instead } from './instead.ts'
import { correct } from './parse.ts'

/** A filter value that names nothing, or several things, with the nearest names. */
type Unresolved = {
  readonly key: FilterKey
  readonly value: string
  readonly why: 'unknown' | 'ambiguous' | 'untold'
  readonly suggestions: readonly string[]
}

const MOST_PROBLEMS = 3
const MOST_BUTTONS = 4
const LONGEST_LABEL = 40

const NOUNS: Readonly<Record<FilterKey, string>> = {
  team: 'team',
  user: 'person',
  model: 'model',
  tool: 'tool',
  feature: 'feature',
  group: 'group',
  level: 'level of use',
  quartile: 'quartile level',
  asset: 'prompt, tool or agent',
}

const HELP: Button = { label: 'Help', act: { kind: 'help' } }

/** What was not understood, and a button that runs the nearest right thing. */
export function misreadMessage(misread: Misread): Message {
  const { problems, suggestion } = misread
  const more = problems.length - MOST_PROBLEMS
  const commands = suggestion === undefined ? alternatives(misread) : [suggestion]
  const other = commands.length === 0 ? instead(misread) : undefined
  const lines = [
    ...problems
      .slice(0, MOST_PROBLEMS)
      // The whole command, corrected, is already on offer.
      .map((problem) =>
        describe(commands.length === 1 ? { ...problem, suggestions: [] } : problem),
      ),
    ...(more > 0 ? [`And ${more} more.`] : []),
    ...(other ? [`Type for example \`${other.example}\`.`] : []),
  ]
  return {
    title: 'I did not understand that',
    summary: unmarked(
      commands.length === 1 ? `Did you mean ${echo(commands[0] ?? '')}?` : lines[0],
    ),
    parts: [
      { kind: 'text', text: lines.join('\n') },
      buttons([...(other?.commands ?? commands).flatMap(run), ...(other ? [BUILD] : [])]),
    ],
  }
}

/** Names nobody here has, and buttons that ask again with the nearest names. */
const UNKNOWN = 'I do not know that name'
const TITLES = [
  ['ambiguous', 'That name fits several'],
  ['untold', 'Nothing is published of that'],
] as const

export function unresolvedMessage(unresolved: readonly Unresolved[], command: Ask): Message {
  const lines = unresolved.map(explain)
  const commands = corrections(unresolved, command)
  const all = unresolved.flatMap(({ key, suggestions }) =>
    suggestions.length > 0
      ? []
      : [format({ ...everything(command), ...(key !== 'group' && { by: key }) })],
  )
  return {
    title: TITLES.find(([of]) => unresolved.every(({ why }) => why === of))?.[1] ?? UNKNOWN,
    summary: unmarked(lines[0]),
    parts: [
      { kind: 'text', text: lines.join('\n') },
      buttons([...new Set([...commands, ...all])].flatMap(run)),
    ],
  }
}

/** Notifications show no code. */
function unmarked(line = ''): string {
  return line.replaceAll('`', '')
}

function describe({ text, why, suggestions }: Problem): string {
  const what = text === '' ? why : `${echo(text)}: ${why}`
  return suggestions.length === 0 ? what : `${what} Did you mean ${either(suggestions)}?`
}

function explain({ key, value, why, suggestions }: Unresolved): string {
  if (why === 'ambiguous') {
    return `${echo(value)} fits more than one ${NOUNS[key]}: ${suggestions.map(echo).join(', ')}.`
  }
  const unknown =
    why === 'untold'
      ? `Nothing is published of a ${NOUNS[key]} ${echo(value)}.`
      : `There is no ${NOUNS[key]} ${echo(value)}.`
  if (suggestions.length > 0) return `${unknown} Did you mean ${either(suggestions)}?`
  const all = why === 'unknown' ? FILTERS[key].values : undefined
  return all === undefined ? unknown : `${unknown} There are ${listed(all)}.`
}

function listed(names: readonly string[]): string {
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

function either(suggestions: readonly string[]): string {
  const written = suggestions.map(echo)
  const last = written.at(-1) ?? ''
  return written.length < 2 ? last : `${written.slice(0, -1).join(', ')} or ${last}`
}

/** Where one problem may mean several things, each as a whole command. */
function alternatives({ text, problems }: Misread): readonly string[] {
  const [only, ...more] = problems
  if (only === undefined || more.length > 0) return []
  return only.suggestions.flatMap((choice) => correct(text, [choice]) ?? [])
}

/** One name in doubt: a command per suggestion. Several: one command with the nearest of each. */
function corrections(unresolved: readonly Unresolved[], command: Ask): readonly string[] {
  const [only, ...more] = unresolved
  if (only && more.length === 0) {
    return only.suggestions.map((name) => format(replace(command, only, name)))
  }
  if (unresolved.some(({ suggestions }) => suggestions.length === 0)) return []
  const nearest = unresolved.reduce(
    (fixed, one) => replace(fixed, one, one.suggestions[0] ?? one.value),
    command,
  )
  return [format(nearest)]
}

function replace(command: Ask, { key, value }: Unresolved, name: string): Ask {
  const values = command.filters[key]?.map((given) => (given === value ? name : given)) ?? []
  const filters = command.filters[key] ? { ...command.filters, [key]: values } : command.filters
  const { compare } = command
  if (compare?.key !== key) return { ...command, filters }
  const beside = compare.values.map((given) => (given === value ? name : given))
  return { ...command, filters, compare: { key, values: beside } }
}

function everything({ period }: Ask): Ask {
  return { kind: 'ask', filters: {}, period }
}

/** A button that runs the command, unless it is longer than a button can carry. */
function run(command: string): readonly Button[] {
  if (command.length > LONGEST_TEXT) return []
  const letters = Array.from(command)
  const label =
    letters.length > LONGEST_LABEL ? `${letters.slice(0, LONGEST_LABEL - 1).join('')}…` : command
  return [{ label, act: { kind: 'ask', command } }]
}

function buttons(asks: readonly Button[]): Part {
  const [first, ...others] = asks.slice(0, MOST_BUTTONS)
  const primary: readonly Button[] = first ? [{ ...first, style: 'primary' }] : []
  return { kind: 'buttons', buttons: [...primary, ...others, HELP] }
}
