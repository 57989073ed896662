import type { MachineCommand } from '#core/access/machine.ts'

import { AUDIT_COMMANDS } from './audit-commands.ts'
import { BOOK_COMMANDS } from './book-commands.ts'
import { EVIDENCE_COMMANDS } from './evidence-commands.ts'
import type { FlagName } from './flags.ts'
import { POLICY_COMMANDS } from './policy-commands.ts'
import { ROLES_COMMANDS } from './roles-commands.ts'
import { SIEM_COMMANDS } from './siem-commands.ts'
import { TEAMS_COMMANDS } from './teams-commands.ts'

export type CommandSpec = {
  readonly args: string
  /** How many arguments it takes. */
  readonly count: readonly [least: number, most: number]
  readonly says: string
  readonly flags: readonly FlagName[]
  readonly example: string
}

const IMPORT = ['dry-run', 'strict', 'quiet'] as const
const COLUMNS = ['map', 'set', 'ignore'] as const
const MANY = [1, Infinity] as const

/** Every command: what the parser, the help and the suggestions read. Each has a rule in `MACHINE`. */
export const COMMANDS = {
  'import usage': {
    args: 'FILE…',
    count: MANY,
    says: 'Import messages and requests, NDJSON or CSV (docs/import.md).',
    flags: [
      ...IMPORT,
      ...COLUMNS,
      'assign',
      'source',
      'time-zone',
      'through',
      'replace',
      'yes',
      'directory',
    ],
    example: 'import usage --map time=TIMESTAMP --time-zone UTC usage.csv',
  },
  'import github-copilot': {
    args: 'FILE…',
    count: MANY,
    says: "Import GitHub's users-1-day reports (NDJSON), or the list of Copilot seats (JSON).",
    flags: [...IMPORT, 'source', 'credit-usd', 'through', 'yes', 'directory'],
    example: 'import github-copilot users-1-day.ndjson',
  },
  'import chatgpt-workspace': {
    args: 'FILE…',
    count: MANY,
    says: "Import ChatGPT's export of workspace analytics: weeks or months of each person, and seats.",
    flags: IMPORT,
    example: 'import chatgpt-workspace users.csv',
  },
  'import gemini-console': {
    args: 'FILE…',
    count: MANY,
    says: "Import Gemini's report of the Google Admin console: 28 days of each person.",
    flags: [...IMPORT, 'through'],
    example: 'import gemini-console --through 2026-11-20 gemini.csv',
  },
  'import microsoft-copilot': {
    args: 'FILE…',
    count: MANY,
    says: "Import Microsoft's report of Copilot use: last activity of each person, and seats.",
    flags: IMPORT,
    example: 'import microsoft-copilot CopilotUsageUserDetail.csv',
  },
  'import directory': {
    args: 'FILE…',
    count: MANY,
    says: 'Import who sits where: person, team (a path), from, to and more.',
    flags: [...IMPORT, ...COLUMNS, 'merge', 'yes'],
    example: 'import directory --ignore name people.csv',
  },
  'import seats': {
    args: 'FILE…',
    count: MANY,
    says: 'Import licences: who holds them, how many were bought, at which price.',
    flags: [...IMPORT, ...COLUMNS],
    example: 'import seats seats.csv',
  },
  'import contracts': {
    args: 'FILE…',
    count: MANY,
    says: 'Import what was agreed with vendors: tool, plan, seats, price, term, notice and more.',
    flags: [...IMPORT, ...COLUMNS],
    example: 'import contracts contracts.csv',
  },
  'imports list': {
    args: '',
    count: [0, 0],
    says: 'List what was imported.',
    flags: [],
    example: 'imports list',
  },
  'imports undo': {
    args: 'BATCH',
    count: [1, 1],
    says: 'Take an import back.',
    flags: [],
    example: 'imports undo 3',
  },
  connect: {
    args: '[CONNECTOR]',
    count: [0, 1],
    says: 'List the connectors, or walk through the set-up of one and test it (docs/connectors.md).',
    flags: [],
    example: 'connect',
  },
  sync: {
    args: '[CONNECTOR[/STREAM]]',
    count: [0, 1],
    says: 'Pull usage now, from every connector that is set up or from one.',
    flags: ['since', 'quiet'],
    example: 'sync --since 2026-10-01',
  },
  status: {
    args: '',
    count: [0, 0],
    says: 'Say what is collected, how far, how late, and what is in trouble.',
    flags: ['json'],
    example: 'status',
  },
  doctor: {
    args: '',
    count: [0, 0],
    says: 'Look for what is wrong: settings, store, keys, rights, clocks.',
    flags: [],
    example: 'doctor',
  },
  consent: {
    args: 'CONNECTOR/STREAM',
    count: [1, 1],
    says: 'Allow a stream to read text in order to measure it; asks for the connector by name.',
    flags: [],
    example: 'consent chatgpt/messages',
  },
  'consent withdraw': {
    args: 'CONNECTOR/STREAM',
    count: [1, 1],
    says: 'Take that consent back.',
    flags: [],
    example: 'consent withdraw chatgpt/messages',
  },
  'precedence list': {
    args: '',
    count: [0, 0],
    says: 'List which source is believed, per tool and measure.',
    flags: [],
    example: 'precedence list',
  },
  'precedence set': {
    args: 'TOOL MEASURE SOURCE,SOURCE…',
    count: [3, 3],
    says: 'Set which source is believed: the first with a number (default: take the setting back).',
    flags: ['from'],
    example: 'precedence set claude-code tokens otlp,claude-code-analytics --from 2026-11-01',
  },
  'privacy export': {
    args: 'PERSON',
    count: [1, 1],
    says: 'Print everything there is of a person, as JSON (docs/privacy.md).',
    flags: [],
    example: 'privacy export ada@example.com',
  },
  'privacy forget': {
    args: 'PERSON',
    count: [1, 1],
    says: 'Say what would go if a person was forgotten; with --yes, forget them for good.',
    flags: ['yes'],
    example: 'privacy forget ada@example.com',
  },
  'privacy remember': {
    args: 'PERSON',
    count: [1, 1],
    says: 'Count someone who was forgotten again, from the next import or pull on.',
    flags: [],
    example: 'privacy remember ada@example.com',
  },
  'privacy retention': {
    args: '',
    count: [0, 0],
    says: 'Say what is past its time; with --yes, delete it now and not tonight.',
    flags: ['yes'],
    example: 'privacy retention',
  },
  'privacy rotate-key': {
    args: '[status|finish]',
    count: [0, 1],
    says: 'Begin a change of the key of pseudonyms, say who was seen under the new one, or finish it (docs/privacy.md).',
    flags: ['yes'],
    example: 'privacy rotate-key status',
  },
  ask: {
    args: '"COMMAND"',
    count: [0, Infinity],
    says: 'Answer a command as the bot would.',
    flags: ['as', 'json', 'chart', 'now'],
    example: 'ask "team:eng 30d" --chart eng.png',
  },
  demo: {
    args: '',
    count: [0, 0],
    says: 'Open a page that shows the bot on a company of 400 people.',
    flags: ['now', 'port'],
    example: 'demo',
  },
  start: { args: '', count: [0, 0], says: 'Run the bot.', flags: ['only'], example: 'start' },
  lock: {
    args: '"REASON"',
    count: [1, Infinity],
    says: 'Stop collecting and posting on all replicas within 10 seconds (docs/deploy.md).',
    flags: [],
    example: 'lock "a key may have leaked"',
  },
  unlock: {
    args: '',
    count: [0, 0],
    says: 'Let all go on after a lock.',
    flags: [],
    example: 'unlock',
  },
  migrate: {
    args: '',
    count: [0, 0],
    says: 'Bring the store to this version.',
    flags: [],
    example: 'migrate',
  },
  ...AUDIT_COMMANDS,
  ...BOOK_COMMANDS,
  ...POLICY_COMMANDS,
  ...EVIDENCE_COMMANDS,
  ...SIEM_COMMANDS,
  ...TEAMS_COMMANDS,
  help: {
    args: '[COMMAND]',
    count: [0, 2],
    says: 'Explain a command.',
    flags: [],
    example: 'help import usage',
  },
  ...ROLES_COMMANDS,
} as const satisfies Record<MachineCommand, CommandSpec>

export type CommandName = keyof typeof COMMANDS
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]
