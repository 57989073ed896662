import { AUDIT_FLAGS } from './audit-commands.ts'

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
    says: 'Go ahead: apply a change of people, forget or delete for good, or import although days lose more than a fifth of their lines or a fifth of the people change homes.',
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
  through: {
    kind: 'text',
    value: 'DAY',
    says: 'The last day the file speaks of; days without a line up to it are truly empty.',
  },
  from: { kind: 'text', value: 'DAY', says: 'From this day on; without it, for all days.' },
  to: { kind: 'text', value: 'DAY', says: 'Up to this day, included; without it, without end.' },
  'time-zone': { kind: 'text', value: 'ZONE', says: 'The zone of times without an offset.' },
  directory: {
    kind: 'text',
    value: 'FILE',
    says: 'Who sits where, where the policy keeps nothing of one person: read with the usage, kept nowhere.',
  },
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
  ...AUDIT_FLAGS,
  since: {
    kind: 'text',
    value: 'DAY',
    says: 'From this day on; a pull also repeats the days it had before.',
  },
  only: { kind: 'text', value: 'chat|collect', says: 'Run one part of the bot (docs/deploy.md).' },
  company: { kind: 'text', value: 'NAME', says: 'Whose app people read it is.' },
  website: {
    kind: 'text',
    value: 'URL',
    says: 'Where the company says what the app is, its terms and its privacy.',
  },
  quiet: { kind: 'switch', says: 'No progress.' },
  help: { kind: 'switch', says: 'Explain the command.' },
  version: { kind: 'switch', says: 'Print the version.' },
} as const satisfies Record<string, Flag>

export type FlagName = keyof typeof FLAGS
