import { DIMENSION_NAMES, DIMENSIONS, FILTER_KEYS, FILTERS, METRICS } from './grammar.ts'
import { LONGEST_TEXT, OPTION_KEYS, OPTIONS } from './grammar.ts'
import { EXAMPLES } from './help.ts'
import { PERIODS } from './periods.ts'
import { SECTION_KEYS, SECTIONS } from './sections.ts'

type Cells = readonly string[]

const code = (text: string): string => `\`${text}\``
const codes = (list: readonly string[]): string => list.map(code).join(' ')
const cells = (row: Cells): string => `| ${row.join(' | ')} |`

function table(head: Cells, rows: readonly Cells[]): string {
  return [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n')
}

/** `docs/commands.md`: everything that can be typed, from the table the parser reads. */
export function commandReference(): string {
  const also = 'Also typed as'
  const examples = EXAMPLES.map(({ command, says }) => [code(command), says])
  const filters = FILTER_KEYS.map((key) => {
    const { doc, examples, aliases, values } = FILTERS[key]
    const says = values ? `${doc}: ${values.join(', ')}` : doc
    return [code(`${key}:`), says, codes(examples), aliases.join(', ')]
  })
  const periods = PERIODS.map(({ form, doc, examples }) => [code(form), doc, codes(examples)])
  const options = OPTION_KEYS.map((key) => {
    const { doc, examples, aliases } = OPTIONS[key]
    return [code(`${key}:`), doc, codes(examples), aliases.join(', ')]
  })
  const splits = DIMENSION_NAMES.map((name) => [
    code(`by:${name}`),
    DIMENSIONS[name].doc,
    DIMENSIONS[name].aliases.join(', '),
  ])
  const metrics = Object.entries(METRICS).map(([word, { doc, aliases }]) => [
    code(word),
    doc,
    aliases.join(', '),
  ])
  const sections = SECTION_KEYS.map((key) => {
    const { doc, examples, aliases } = SECTIONS[key]
    return [code(key), doc, codes(examples), aliases.join(', ')]
  })
  return `# Commands

Type what you want to know after the command's name: who, which days, how to split it. Every part
may be left out; nothing at all means everyone, the last 30 days. Capitals do not matter in the
words below, words such as "show me" are skipped, and \`=\` is read like \`:\`. What is not understood
is named, with the nearest right thing. A command has at most ${LONGEST_TEXT.toLocaleString('en-US')} characters.

${table(['Type', 'For'], examples)}

\`help\` explains all of it in chat; \`help periods\` one part. \`status\` says how the connectors fare:
what is collected, how far, and what is in trouble. \`contract\` lists what was agreed with vendors,
and the tools that nobody gave a contract for. \`privacy\` says what is promised to those whose use
is counted ([policy.md](policy.md)).

## Filters

${table(['Filter', 'Keeps', 'For example', also], filters)}

Several values of one filter mean any of them: \`team:eng,sales\`. Several filters mean all of them.
A name with spaces or commas goes into quotes, straight or curly: \`team:"Sales / EMEA"\`; inside them,
\`\\"\` is a quote and \`\\\\\` a backslash.

## Periods

${table(['Period', 'Means', 'For example'], periods)}

Without one: \`30d\`. A period is compared with the equally long one just before it, last month with
the month before; \`vs:last year\` and \`vs:last month\` compare it with the same days a year or a month
earlier (weeks with the weeks 52 earlier), \`vs:2026-08-01..2026-08-31\` with those, \`vs:baseline\` with
the days that are pinned (\`baseline\`). The two may not share a day. Where their working days differ, what adds up is compared per working day. Days go from 1 to 730, weeks from 1 to 104. Dates may also be joined with "to" or a
dash, and "last 30 days" is \`30d\`. The calendar in words is read as days, and the answer says which: "this month", "last quarter",
"Q3", "October", "since June", "last 3 months", "this year".

## Splits

${table(['Option', 'Does', 'For example', also], options)}

${table(['Split', 'Rows', also], splits)}

\`export\` before or after a question gives its numbers as a CSV file, in private ([csv.md](csv.md)): \`export by:team 30d\`,
\`by:team 30d export\`; alone those of the last answer, with an id those of that answer: \`export b7f3\`.
\`for:excel\` behind it makes a file that Excel shows right, accents and all: \`export usage 30d for:excel\`.
A long one comes later; meanwhile a message to you says how far it is.

## Numbers

Words that choose what is shown; without one, the main numbers. [metrics.md](metrics.md) defines them.

${table(['Word', 'Shows', also], metrics)}

## Other answers

They start with their own words. \`usage\`, \`costs\`, \`people\`, \`models\` and \`prompts\` stand for the numbers, the
split and the days that belong to them, and take filters, periods and options like any question; a number or a
split that is typed behind them comes instead. Bills take a period and \`tool:\`, your own numbers and the audit trail a
period, an approval the change's number; roles take a Slack user id (their profile: **Copy member ID**) or a group (\`group:@data-team\`) and,
for a lead, a unit. [permissions.md](permissions.md) says who may ask what, [audit.md](audit.md) what is
recorded and what needs two people.

${table(['Type', 'Shows', 'For example', also], sections)}

---

Generated from \`src/core/command/grammar.ts\` and \`periods.ts\`. After changing them, run
\`npx vitest run test/core/docs.test.ts --update\`.
`
}
