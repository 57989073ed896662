import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'

import { COMMAND_NAMES, type CommandName, COMMANDS, type CommandSpec } from './commands.ts'
import { type Flag, FLAGS } from './flags.ts'

function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`).join('\n')
}

function overview(): string {
  const rows = COMMAND_NAMES.map((name) => {
    const { args, says }: CommandSpec = COMMANDS[name]
    return [`${name} ${args}`.trim(), says] as const
  })
  return `AI Usage: how your company uses AI.

${columns(rows)}

Explain one: ai-usage help import usage
Settings come from the environment; see README.md.
`
}

function explain(name: CommandName): string {
  const { args, says, flags, example }: CommandSpec = COMMANDS[name]
  const rows = flags.map((flag) => {
    const { value, says }: Flag = FLAGS[flag]
    return [`--${flag}${value === undefined ? '' : ` ${value}`}`, says] as const
  })
  const options = rows.length === 0 ? '' : `\n${columns(rows)}\n`
  return `ai-usage ${`${name} ${args}`.trim()}

${says}
${options}
For example: ai-usage ${example}
`
}

/** @throws UserError when there is no such command */
export function help(words: readonly string[]): string {
  const name = words.join(' ')
  if (name === '') return overview()
  const found = COMMAND_NAMES.filter((known) => known === name || known.startsWith(`${name} `))
  if (found.length > 0) return found.map(explain).join('\n')
  const near = nearest(name, COMMAND_NAMES, 1)[0]
  throw new UserError(
    `'${name}' is not a command`,
    near === undefined ? 'See: ai-usage help' : `Did you mean: ai-usage help ${near}?`,
  )
}
