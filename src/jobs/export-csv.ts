import { formatExport, isInFiles } from '#core/command/export.ts'
import { fileName } from '#core/command/file-name.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import type { Answered } from '#core/message/answered.ts'
import type { Message } from '#core/message/message.ts'
import { failedMessage, notAuditedMessage } from '#core/message/trouble.ts'
import type { Audit, AuditRow, ExportCsv, Log } from '#ports.ts'

import { type Cell, CSV_COLUMNS, csvRows } from './csv-rows.ts'
import type { AnswerFile, Reads, Taken } from './outcome.ts'
import { takeQuestion } from './question.ts'
import { fault, record, reference } from './trouble.ts'

type Request = Parameters<ExportCsv>[0]

/** Writes a table that is safe to open in a spreadsheet. */
type WriteCsv = (
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  how: { readonly bom: boolean },
) => string

export type CsvHouse = Reads & {
  readonly audit: Audit
  readonly log: Log
  readonly writeCsv: WriteCsv
}

/** What goes into the audit row, and what is sent if it can be written. */
type Drafted = {
  readonly row: Pick<AuditRow, 'command' | 'outcome' | 'detail'>
  readonly made:
    | { readonly refused: Message }
    | { readonly answered: Answered; readonly name: string }
    | { readonly file: AnswerFile }
}

/** The CSV of the numbers behind a command. Access and audit as for the command itself. */
export function exportCsv(house: CsvHouse): ExportCsv {
  return async (request) => {
    const how = { bom: request.excel === true }
    const { row, made } = await draft(request, house)
    const unwritten = await record(request, { action: 'csv', ...row }, house)
    if (row.outcome === 'answered' && unwritten !== undefined)
      return { refused: notAuditedMessage(unwritten) }
    if ('refused' in made) return made
    if ('file' in made) {
      const { name, head, rows } = made.file
      return { name, csv: house.writeCsv(head, rows, how) }
    }
    const { answered, name } = made
    return { name, csv: house.writeCsv(Object.keys(CSV_COLUMNS), csvRows(answered), how) }
  }
}

async function draft(request: Request, house: CsvHouse): Promise<Drafted> {
  try {
    const question = await takeQuestion(request, house)
    const { command, detail } = question
    if (question.kind === 'ended' && question.file) {
      const file = await question.file()
      return { row: { command, detail: file.detail, outcome: 'answered' }, made: { file } }
    }
    if (question.kind === 'ended')
      return {
        row: { command, detail, outcome: question.outcome },
        made: {
          refused:
            question.outcome === 'misread' ? asFiles(question.message, request) : question.message,
        },
      }
    const { empty, answered, message } = question
    const made = empty ? { refused: message } : { answered, name: nameOf(question) }
    return { row: { command, detail, outcome: 'answered' }, made }
  } catch (error) {
    const ref = reference(house.clock)
    house.log.error({ reference: ref, ...fault(error) }, 'A CSV could not be made')
    const row = {
      command: redact(request.text),
      detail: { reference: ref },
      outcome: 'failed',
    } as const
    return { row, made: { refused: failedMessage(ref) } }
  }
}

/** A corrected command is still to be a file. */
function asFiles(message: Message, { excel = false }: Request): Message {
  const parts = message.parts.map((part) => {
    if (part.kind !== 'buttons') return part
    const buttons = part.buttons.map((button) => {
      const { act } = button
      if (act.kind !== 'ask' || !isInFiles(parse(act.command))) return button
      const command = formatExport({ what: act.command, excel })
      return { ...button, label: `export ${button.label}`, act: { kind: 'ask' as const, command } }
    })
    return { ...part, buttons }
  })
  return { ...message, parts }
}

function nameOf({ canonical, answered }: Taken): string {
  const asked = parse(canonical)
  const { ask, labels, compared, span } = answered
  return fileName(asked.kind === 'me' ? asked : ask, {
    labels,
    compared: compared?.labels,
    period: span.period,
  })
}
