import { BOOK_COMMANDS } from './book-commands.ts'

/** A flag of the command line. A `list` may be given several times. */
export type Flag = {
  readonly kind: 'switch' | 'text' | 'list'
  readonly value?: string
  readonly says: string
}

export const FLAGS = {
  'dry-run': { kind: 'switch', says: 'Say what would happen; write nothing.' },
  strict: { kind: 'switch', says: 'Import nothing when any row is refused.' },
  yes: {
    kind: 'switch',
    says: 'Go ahead: apply a change of people, or import although days lose more than a fifth of their lines or a fifth of the people change homes.',
  },
  replace: {
    kind: 'switch',
    says: 'The file is the whole truth of its days, also where its lines have ids.',
  },
  merge: { kind: 'switch', says: 'Add to the directory; without it the file is all of it.' },
  source: { kind: 'text', value: 'NAME', says: "Name the source; without it, a line's tool." },
  map: { kind: 'list', value: 'FIELD=COLUMN,…', says: 'Read fields from columns of other names.' },
  set: { kind: 'list', value: 'FIELD=VALUE,…', says: 'Give a value to what lines leave empty.' },
  ignore: { kind: 'list', value: 'COLUMN,…', says: 'Drop columns unread.' },
  assign: {
    kind: 'list',
    value: 'FIELD=FILE',
    says: 'Deal the values of a one-column file to the lines in turn.',
  },
  through: { kind: 'text', value: 'DAY', says: 'Later days up to this one are truly empty.' },
  from: { kind: 'text', value: 'DAY', says: 'From this day on; without it, for all days.' },
  to: { kind: 'text', value: 'DAY', says: 'Up to this day, included; without it, without end.' },
  'time-zone': { kind: 'text', value: 'ZONE', says: 'The zone of times without an offset.' },
  'credit-usd': { kind: 'text', value: 'USD', says: 'What one credit costs by contract.' },
  plan: { kind: 'text', value: 'PLAN', says: 'The plan; without it, all plans of the tool.' },
  seats: { kind: 'text', value: 'COUNT', says: 'How many seats were bought.' },
  price: { kind: 'text', value: 'AMOUNT', says: 'What a seat costs a month.' },
  currency: {
    kind: 'text',
    value: 'CODE',
    says: 'The currency of price and commitment, like EUR.',
  },
  notice: { kind: 'text', value: 'DAY', says: 'The last day to give notice.' },
  committed: { kind: 'text', value: 'AMOUNT', says: 'What must be spent over the whole term.' },
  as: {
    kind: 'text',
    value: 'PERSON',
    says: 'Ask as this person (a Slack user id), not as the operator.',
  },
  json: {
    kind: 'switch',
    says: 'Print it as JSON, and nothing else (docs/ask-json.md has the form of answers).',
  },
  chart: {
    kind: 'text',
    value: 'FILE.png',
    says: 'Also draw the chart into a file; exit code 2 where there is none.',
  },
  now: { kind: 'text', value: 'TIME', says: 'Fix the clock, like 2026-11-21T12:00:00Z.' },
  port: { kind: 'text', value: 'PORT', says: 'The port of the page; any free one without it.' },
  since: {
    kind: 'text',
    value: 'DAY',
    says: 'Pull every day from this one on, also those pulled before.',
  },
  quiet: { kind: 'switch', says: 'No progress.' },
  help: { kind: 'switch', says: 'Explain the command.' },
  version: { kind: 'switch', says: 'Print the version.' },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof FLAGS

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

/** Every command: what the parser, the help and the suggestions read. */
export const COMMANDS = {
  'import usage': {
    args: 'FILE…',
    count: MANY,
    says: 'Import messages and requests, NDJSON or CSV (docs/import.md).',
    flags: [...IMPORT, ...COLUMNS, 'assign', 'source', 'time-zone', 'through', 'replace', 'yes'],
    example: 'import usage --map time=TIMESTAMP --time-zone UTC usage.csv',
  },
  'import github-copilot': {
    args: 'FILE…',
    count: MANY,
    says: "Import GitHub's users-1-day reports (NDJSON), or the list of Copilot seats (JSON).",
    flags: [...IMPORT, 'source', 'credit-usd', 'through', 'yes'],
    example: 'import github-copilot users-1-day.ndjson',
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
  start: { args: '', count: [0, 0], says: 'Run the bot.', flags: [], example: 'start' },
  migrate: {
    args: '',
    count: [0, 0],
    says: 'Bring the store to this version.',
    flags: [],
    example: 'migrate',
  },
  ...BOOK_COMMANDS,
  help: {
    args: '[COMMAND]',
    count: [0, 2],
    says: 'Explain a command.',
    flags: [],
    example: 'help import usage',
  },
} as const satisfies Record<string, CommandSpec>

export type CommandName = keyof typeof COMMANDS
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[]
