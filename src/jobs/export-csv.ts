import { redact } from '#core/command/redact.ts'
import type { Answered } from '#core/message/answered.ts'
import type { Message } from '#core/message/message.ts'
import { failedMessage, notAuditedMessage } from '#core/message/trouble.ts'
import type { AskRequest, Audit, AuditRow, ExportCsv, Log } from '#ports.ts'

import { type Cell, CSV_COLUMNS, csvRows } from './csv-rows.ts'
import type { AnswerFile, Reads } from './outcome.ts'
import { takeQuestion } from './question.ts'
import { fault, record, reference } from './trouble.ts'

/** Writes a table that is safe to open in a spreadsheet. */
type WriteCsv = (head: readonly string[], rows: readonly (readonly Cell[])[]) => string

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
    | { readonly answered: Answered }
    | { readonly file: AnswerFile }
}

/** The CSV of the numbers behind a command. Access and audit as for the command itself. */
export function exportCsv(house: CsvHouse): ExportCsv {
  return async (request) => {
    const { row, made } = await draft(request, house)
    const unwritten = await record(request, { action: 'csv', ...row }, house)
    if (row.outcome === 'answered' && unwritten !== undefined)
      return { refused: notAuditedMessage(unwritten) }
    if ('refused' in made) return made
    if ('file' in made) {
      const { name, head, rows } = made.file
      return { name, csv: house.writeCsv(head, rows) }
    }
    const { answered } = made
    return {
      name: fileName(answered),
      csv: house.writeCsv(Object.keys(CSV_COLUMNS), csvRows(answered)),
    }
  }
}

async function draft(request: AskRequest, house: CsvHouse): Promise<Drafted> {
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
        made: { refused: question.message },
      }
    const { empty, answered, message } = question
    const made = empty ? { refused: message } : { answered }
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

function fileName({ ask, span }: Answered): string {
  const split = [ask.by, ask.also].flatMap((by) => (by ? [`-by-${by}`] : [])).join('')
  return `ai-usage${split}-${span.period.from}-to-${span.period.to}.csv`
}
