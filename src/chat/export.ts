import { formatExport, isInFiles, type Wanted } from '#core/command/export.ts'
import { LONGEST_TEXT } from '#core/command/grammar.ts'
import { parse } from '#core/command/parse.ts'
import { counted, grouped } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import type { Answers } from '#ports.ts'

const ID = /^#?(?<ref>[a-z0-9]{4,12})$/iu

type Ways<Made> = {
  readonly answers: Pick<Answers, 'find' | 'last'>
  /** Who typed it, as answers name their viewer. */
  readonly mine: string
  /** The file of a whole command. */
  readonly give: (wanted: Wanted) => Promise<Made>
}

/** What was typed of exporting: the file of a question, of an answer by its id, or of the last answer. */
export async function typedExport<Made>(
  { what, excel }: Wanted,
  { answers, mine, give }: Ways<Made>,
): Promise<Made | { readonly message: Message }> {
  const command = parse(what)
  const { ref } = (command.kind === 'misread' && ID.exec(what)?.groups) || {}
  if (what !== '' && ref === undefined)
    return command.kind === 'misread' || isInFiles(command)
      ? give({ what, excel })
      : { message: noFile(what) }
  const found = ref === undefined ? await answers.last(mine) : await answers.find(ref.toLowerCase())
  if (found?.viewer === mine) return give({ what: found.command, excel })
  // A word that is no answer's id may be a question that was mistyped: it says how to write it.
  return ref === undefined ? { message: NOTHING_TO_EXPORT } : give({ what, excel })
}

/** Excel's: https://support.microsoft.com/office/excel-specifications-and-limits */
const MOST_IN_EXCEL = 1_048_576

type Length = { readonly rows: number }

/** What is said of a file that was given, and where it is. */
export function given({ excel }: Wanted, file: Length, where: string): Message {
  if (excel) return saying('The CSV is ready for Excel.', withLength(file, where), [])
  const hint = 'If Excel shows its accents wrong, put `for:excel` behind `export`.'
  return saying('The CSV is ready.', `${withLength(file, where)} ${hint}`, [])
}

/** The same, with a button for the file that Excel shows right. */
export function givenWithButton(wanted: Wanted, file: Length, where: string): Message {
  const command = formatExport({ ...wanted, excel: true })
  if (wanted.excel || command.length > LONGEST_TEXT) return given(wanted, file, where)
  const says = `${withLength(file, where)} **For Excel** makes one with its accents right.`
  return saying('The CSV is ready.', says, [button('For Excel', command)])
}

function withLength({ rows }: Length, where: string): string {
  const says = `${where} It has ${counted(rows, 'row')}.`
  return rows < MOST_IN_EXCEL
    ? says
    : `${says} Excel shows only the first ${grouped(MOST_IN_EXCEL)}: ask for fewer days to see all.`
}

const button = (label: string, command: string) =>
  ({ label, act: { kind: 'ask', command } }) as const

function saying(
  summary: string,
  fix: string,
  buttons: readonly ReturnType<typeof button>[],
): Message {
  const said = { kind: 'text', text: `**${summary}** ${fix}` } as const
  const parts = buttons.length === 0 ? [said] : [said, { kind: 'buttons', buttons } as const]
  return { title: '', summary, parts }
}

const EXPORT = button('export by:team 30d', 'export by:team 30d')

const NOTHING_TO_EXPORT = saying(
  'There is no answer of yours to export.',
  'Ask for numbers first, or name them: `export by:team 30d`.',
  [button('30d', '30d'), EXPORT],
)

const noFile = (what: string) =>
  saying('Of that there is no file.', 'Export numbers: `export by:team 30d`.', [
    ...(what.length > LONGEST_LABEL ? [] : [button(what, what)]),
    EXPORT,
  ])

const LONGEST_LABEL = 40
