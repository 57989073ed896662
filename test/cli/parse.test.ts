import { expect, test } from 'vitest'

import { COMMAND_NAMES, COMMANDS } from '#cli/commands.ts'
import { help } from '#cli/help.ts'
import { parse } from '#cli/parse.ts'
import { UserError } from '#core/errors.ts'

const words = (line: string) => line.split(' ').filter((word) => word !== '')

function refusal(line: string): string {
  try {
    parse(words(line))
    return ''
  } catch (error) {
    return error instanceof UserError ? `${error.message}. ${error.fix}` : String(error)
  }
}

test.each([
  ['import usage a.csv b.csv', 'import usage', ['a.csv', 'b.csv']],
  ['--dry-run import usage a.csv --strict', 'import usage', ['a.csv']],
  ['imports undo 3', 'imports undo', ['3']],
  ['ask team:eng 30d --json', 'ask', ['team:eng', '30d']],
  ['ask', 'ask', []],
  ['', 'help', []],
  ['-h', 'help', []],
  ['import usage --help', 'help', ['import', 'usage']],
  ['help import usage', 'help', ['import', 'usage']],
  ['--version', 'help', []],
])("'%s' is the command %s", (line, command, args) => {
  expect(parse(words(line))).toMatchObject({ command, args })
})

test.each([
  ['import usge a.csv', "'import usge' is not a command. Did you mean: ai-usage import usage?"],
  ['improts list', "'improts' is not a command. Did you mean: ai-usage imports list?"],
  ['strat', "'strat' is not a command. Did you mean: ai-usage start?"],
  ['frobnicate', "'frobnicate' is not a command. See: ai-usage help"],
  ['import', /^'import' needs a word more\. Write one of: import usage, import github-copilot/],
  ['import usage', "'import usage' needs FILE…. For example: ai-usage import usage --map"],
  ['import usage a.csv --dryrun', 'There is no flag --dryrun. Did you mean --dry-run?'],
  ['import usage a.csv --xyz', 'There is no flag --xyz. See: ai-usage help import usage'],
  ['import usage a.csv --merge', "'import usage' has no --merge. See: ai-usage help import usage"],
  ['import usage a.csv --source', '--source needs a value. Write --source NAME.'],
  ['import usage a.csv --strict=no', '--strict takes no value. Write --strict alone.'],
  ['import usage a.csv --source a --source b', '--source is there twice. Keep one of them.'],
  ['imports undo 3 4', "'imports undo' takes only BATCH, not '4'. For example:"],
  ['start now', "'start' takes nothing more, not 'now'. For example: ai-usage start"],
])("'%s' is refused with the way on", (line, message) => {
  expect(refusal(line)).toMatch(
    typeof message === 'string' ? new RegExp(`^${RegExp.escape(message)}`) : message,
  )
})

test('lists are split at commas, and values keep theirs', () => {
  const parsed = parse([
    'import',
    'usage',
    'a.csv',
    '--map',
    'time=TIMESTAMP,input_tokens=ContextTokens',
    '--set',
    'model=a, b,tool=x',
    '--map',
    'output_tokens=Generated',
    '--ignore',
    'a, b',
  ])
  expect(parsed.list('map')).toEqual([
    'time=TIMESTAMP',
    'input_tokens=ContextTokens',
    'output_tokens=Generated',
  ])
  expect(parsed.list('set')).toEqual(['model=a, b', 'tool=x'])
  expect(parsed.list('ignore')).toEqual(['a', 'b'])
})

test('every example in the help is a command that can be typed', () => {
  for (const { example } of Object.values(COMMANDS)) expect(refusal(example)).toBe('')
})

test('help names every command, and explains each with its flags', () => {
  for (const name of COMMAND_NAMES) expect(help([])).toContain(`  ${name}`)
  expect(help(['import', 'usage'])).toContain('--map FIELD=COLUMN,…')
  expect(help(['import'])).toContain('ai-usage import seats FILE…')
  expect(() => help(['improt'])).toThrow("'improt' is not a command")
})
