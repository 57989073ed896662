import { roleOf } from '#core/access/decide.ts'
import { formatExport, isInFiles } from '#core/command/export.ts'
import { fileName } from '#core/command/file-name.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'
import type { Message } from '#core/message/message.ts'
import { failedMessage, notAuditedMessage } from '#core/message/trouble.ts'
import type { Audit, AuditRow, ExportCsv, Log, MadeFile } from '#ports.ts'

import { CSV_COLUMNS, csvRows } from './csv-rows.ts'
import { everyoneIn, looked } from './looked.ts'
import type { AnswerFile, Reads, Taken } from './outcome.ts'
import { takeQuestion } from './question.ts'
import { fault, record, reference } from './trouble.ts'

type Request = Parameters<ExportCsv>[0]

/** Writes a table that is safe to open in a spreadsheet, page by page. */
type WriteFile = (
  head: readonly string[],
  pages: AnswerFile['pages'],
  how: { readonly bom: boolean; readonly wrote?: (rows: number) => void },
) => Promise<MadeFile>

export type CsvHouse = Reads & {
  readonly audit: Audit
  readonly log: Log
  readonly csvFile: WriteFile
}

/** What goes into the audit row, and what is sent if it can be written. */
type Drafted = {
  readonly row: Pick<AuditRow, 'command' | 'outcome' | 'detail'>
  readonly made: Awaited<ReturnType<ExportCsv>>
}

/** The CSV of the numbers behind a command. Access and audit as for the command itself. */
export function exportCsv(house: CsvHouse): ExportCsv {
  return async (request) => {
    const { row, made } = await draft(request, house)
    const unwritten = await record(request, { action: 'csv', ...row }, house)
    if (row.outcome !== 'answered' || unwritten === undefined) return made
    if ('file' in made) await made.file[Symbol.asyncDispose]()
    return { refused: notAuditedMessage(unwritten) }
  }
}

async function draft(request: Request, house: CsvHouse): Promise<Drafted> {
  try {
    const question = await takeQuestion(request, house)
    const { command, detail } = question
    if (question.kind === 'ended' && question.file) {
      const table = question.file()
      const file = await written(table, request, house)
      const row = { command, detail: table.detail(), outcome: 'answered' } as const
      return { row, made: { name: table.name, file } }
    }
    if (question.kind === 'ended')
      return {
        row: { command, detail, outcome: question.outcome },
        made: {
          refused:
            question.outcome === 'misread' ? asFiles(question.message, request) : question.message,
        },
      }
    const everyone = looked(everyoneIn(question), roleOf(request.viewer))
    const row = { command, detail: { ...detail, ...everyone }, outcome: 'answered' } as const
    if (question.empty) return { row, made: { refused: question.message } }
    const table = {
      head: Object.keys(CSV_COLUMNS),
      pages: paged(csvRows(question.answered)),
    }
    const file = await written(table, request, house)
    return { row, made: { name: nameOf(question), file } }
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

function written(
  { head, pages, of }: Pick<AnswerFile, 'head' | 'pages' | 'of'>,
  { excel = false, watch }: Request,
  { csvFile }: CsvHouse,
): Promise<MadeFile> {
  watch?.({ rows: 0, of })
  return csvFile(head, pages, { bom: excel, wrote: (rows) => watch?.({ rows, of }) })
}

const ROWS_OF_A_PAGE = 2_000

function* paged<Row>(rows: Iterable<Row>): Generator<readonly Row[]> {
  let page: Row[] = []
  for (const row of rows) {
    page.push(row)
    if (page.length < ROWS_OF_A_PAGE) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
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
