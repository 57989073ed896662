import { parseArgs } from 'node:util'

import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'

import { COMMAND_NAMES, type CommandName, COMMANDS, type CommandSpec } from './commands.ts'
import { type Flag, type FlagName, FLAGS } from './flags.ts'

export type Parsed = {
  readonly command: CommandName
  readonly args: readonly string[]
  has(flag: FlagName): boolean
  text(flag: FlagName): string | undefined
  /** All values, split at commas except those inside a value (`a=b,c` stays one). */
  list(flag: FlagName): readonly string[]
}

type Given = ReadonlyMap<string, readonly (string | undefined)[]>

const HELP = 'See: ai-usage help'
const ALWAYS: readonly FlagName[] = ['help', 'version']

const isFlag = (name: string): name is FlagName => Object.hasOwn(FLAGS, name)
const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)

const options = Object.fromEntries(
  Object.entries<Flag>(FLAGS).map(([name, { kind }]) => [
    name,
    { type: kind === 'switch' ? ('boolean' as const) : ('string' as const) },
  ]),
)

function tokens(argv: readonly string[]) {
  const short = argv.map((word) => (word === '-h' ? '--help' : word === '-v' ? '--version' : word))
  const read = parseArgs({
    args: short,
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const given = new Map<string, (string | undefined)[]>()
  for (const token of read.tokens)
    if (token.kind === 'option')
      given.set(token.name, [...(given.get(token.name) ?? []), token.value])
  return { words: read.positionals, given }
}

/** The command the words start with, and how many of them name it. */
function commandOf(words: readonly string[]): readonly [CommandName, number] {
  const [first = '', second = ''] = words
  const two = `${first} ${second}`
  if (isCommand(two)) return [two, 2]
  if (isCommand(first)) return [first, 1]
  const kinds = COMMAND_NAMES.filter((name) => name.startsWith(`${first} `))
  if (kinds.length > 0) {
    const near = nearest(two, kinds, 1)[0]
    throw new UserError(
      second === '' ? `'${first}' needs a word more` : `'${two}' is not a command`,
      near === undefined || second === ''
        ? `Write one of: ${kinds.join(', ')}.`
        : `Did you mean: ai-usage ${near}?`,
    )
  }
  const near = nearest(two.trim(), COMMAND_NAMES, 1)[0] ?? nearest(first, COMMAND_NAMES, 1)[0]
  throw new UserError(
    `'${first}' is not a command`,
    near === undefined ? HELP : `Did you mean: ai-usage ${near}?`,
  )
}

function check(command: CommandName, given: Given): void {
  const spec: CommandSpec = COMMANDS[command]
  const allowed = [...spec.flags, ...ALWAYS]
  for (const [name, values] of given) {
    if (!isFlag(name) || !allowed.includes(name)) {
      const near = nearest(name, allowed, 1)[0]
      throw new UserError(
        isFlag(name) ? `'${command}' has no --${name}` : `There is no flag --${name}`,
        near === undefined || isFlag(name)
          ? `See: ai-usage help ${command}`
          : `Did you mean --${near}?`,
      )
    }
    const flag: Flag = FLAGS[name]
    const empty = values.some((value) => value === undefined || value === '')
    if (flag.kind === 'switch' && values.some((value) => value !== undefined))
      throw new UserError(`--${name} takes no value`, `Write --${name} alone.`)
    if (flag.kind !== 'switch' && empty)
      throw new UserError(`--${name} needs a value`, `Write --${name} ${flag.value ?? 'VALUE'}.`)
    if (flag.kind === 'text' && values.length > 1)
      throw new UserError(`--${name} is there twice`, 'Keep one of them.')
  }
}

function checkCount(command: CommandName, args: readonly string[]): void {
  const { count, args: form, example }: CommandSpec = COMMANDS[command]
  const [least, most] = count
  if (args.length < least)
    throw new UserError(`'${command}' needs ${form}`, `For example: ai-usage ${example}`)
  if (args.length > most)
    throw new UserError(
      `'${command}' takes ${most === 0 ? 'nothing more' : `only ${form}`}, not '${args[most] ?? ''}'`,
      `For example: ai-usage ${example}`,
    )
}

/** @throws UserError with the nearest right thing, when a word or flag is not understood */
export function parse(argv: readonly string[]): Parsed {
  const { words, given } = tokens(argv)
  const has = (flag: FlagName) => given.has(flag)
  const text = (flag: FlagName) => given.get(flag)?.[0]
  const list = (flag: FlagName) => {
    const { value: form }: Flag = FLAGS[flag]
    const separator = form?.includes('=') ? /,(?=[^,=]+=)/ : ','
    return (given.get(flag) ?? [])
      .flatMap((value) => value?.split(separator) ?? [])
      .map((word) => word.trim())
  }
  const parsed = { has, text, list }
  if (words.length === 0) {
    check('help', given)
    return { command: 'help', args: [], ...parsed }
  }
  const [command, used] = commandOf(words)
  const args = words.slice(used)
  check(command, given)
  if (has('help')) return { command: 'help', args: command.split(' '), ...parsed }
  checkCount(command, args)
  return { command, args, ...parsed }
}
