import { LOG_FIELDS } from '#core/privacy/log-fields.ts'
import { MESSAGE_FIELDS } from '#core/privacy/message-fields.ts'

import { type ColumnFacts, inventory } from './inventory.ts'
import { RETENTION } from './inventory/inventory.ts'

const WORDS: Readonly<Record<string, string>> = {
  pseudonym: 'HMAC-SHA-256 of an identifier under `AI_USAGE_KEY`, which the store does not hold',
  'keyed hash':
    'the same of a conversation, run, asset or row id, its first bytes, or a hash of rows without names',
  'sealed name':
    'what a person is called, AES-256-GCM under a key made of `AI_USAGE_KEY`, which the store does not hold',
  id: "a number of the store's own, or the workspace id of an operator",
  enum: 'one of the words that the program or a vendor has for it',
  'published name':
    'a name the company gave: of a unit, group, tool, model, plan, and of what it shares with everyone there',
  'entry of a log':
    'the vendor’s own id of an entry of its audit log: it names nobody, and who may read that log finds there who did it, as they do by the time of it',
  'operator text': 'a sentence of the program, or what an operator typed, with names redacted',
  number: 'a count, a sum, an amount',
  time: 'a day or an instant',
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |\n`).join('')

function tableOf(name: string, columns: readonly ColumnFacts[]): string {
  const rows = columns
    .filter(({ column }) => column !== 'tenant_id')
    .map((it) => [`\`${it.column}\``, it.sqlType, it.class, it.whose])
  const kept = columns[0] ? RETENTION[columns[0].kept] : ''
  return `### ${name}\n\nKept ${kept}.\n\n${table(['Column', 'Type', 'Class', 'Whose'], rows)}`
}

/** The inventory in docs/privacy.md. */
export function privacyReference(): string {
  const byTable = Map.groupBy(inventory(), ({ table }) => table)
  const fields = (declared: Readonly<Record<string, string>>) =>
    table(
      ['Field', 'Class'],
      Object.entries(declared).map(([field, kind]) => [`\`${field}\``, kind]),
    )
  return [
    `## Classes\n\n${table(['Class', 'What it is'], Object.entries(WORDS))}`,
    `## Tables\n\nEvery table also has \`tenant_id\`, the company's number.`,
    ...[...byTable.keys()].toSorted().map((name) => tableOf(name, byTable.get(name) ?? [])),
    `## Log lines\n\nJSON with \`level\`, \`time\`, \`msg\` (a sentence of the program) and these fields, no others.\n\n${fields(LOG_FIELDS)}`,
    `## Messages\n\nWhat the bot says, and what \`answer.message\` keeps. \`answer\` is made of the program's words, published names, aliases and numbers.\n\n${fields(MESSAGE_FIELDS)}`,
  ].join('\n\n')
}
