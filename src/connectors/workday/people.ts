import { parse } from 'csv-parse/sync'
import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { client } from '#connectors/api/client.ts'
import { type Door, formFault } from '#connectors/api/fault.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { DIRECTORY_FIELDS, memberReader } from '#connectors/directory.ts'
import { LEAVE_FIELDS } from '#connectors/leave.ts'
import type { Membership } from '#ingest.ts'

const DOOR: Door = {
  title: 'Workday',
  keyFix: 'Check WORKDAY_USER and WORKDAY_PASSWORD, and that the user is not locked or expired.',
  rightFix: 'Share the report with the user, and let its security group see each field of it.',
  placeFix: 'Check WORKDAY_REPORT_URL: copy it anew from Web Service > View URLs.',
}
const CALL = 'GET /ccx/service/customreport2/{tenant}/{owner}/{report}'
const MOST_BYTES = 512 << 20
const MINUTES = 60_000

const FIELD = DIRECTORY_FIELDS.join('|')
/** `person=Work_Email,team=Org_Path` */
export const COLUMNS_FORM = new RegExp(
  `^(?=(?:.*,)?person=)(?=(?:.*,)?(?:team|department)=)(?:${FIELD})=[^=,]+(?:,(?:${FIELD})=[^=,]+)*$`,
)

type Row = Readonly<Record<string, unknown>>

const entries = z.looseObject({
  // A report without lines has no entries at all.
  Report_Entry: z.array(z.record(z.string(), z.unknown())).nullish(),
})

/** The lines of the report, and the columns of the settings that no line has. */
export async function reportOf(call: Call): Promise<{
  readonly rows: readonly Row[]
  readonly missing: readonly { readonly field: string; readonly column: string }[]
}> {
  const url = new URL(call.setting('WORKDAY_REPORT_URL') ?? '')
  const format = url.searchParams.get('format') ?? 'json'
  const [tenant = '', owner = '', report = ''] = url.pathname
    .split('/')
    .slice(4)
    .map(decodeURIComponent)
  const user = `${call.setting('WORKDAY_USER')}:${call.setting('WORKDAY_PASSWORD')}`
  const workday = client(call, {
    door: DOOR,
    origin: url.origin,
    headers: { authorization: `Basic ${Buffer.from(user).toString('base64')}` },
    mostBytes: MOST_BYTES,
    timeoutMs: 10 * MINUTES,
  })
  const question = { call: CALL, path: { tenant, owner, report }, query: { format } } as const
  const rows =
    format === 'csv'
      ? csvRows(await new Response(await workday.stream(question)).text())
      : ((await workday.ask(question, entries)).body.Report_Entry ?? [])
  const missing = [...columnsOf(call)].flatMap(([field, column]) => {
    const [name = column] = column.split('/')
    const isThere = rows.length === 0 || rows.some((row) => column in row || name in row)
    return isThere ? [] : [{ field, column }]
  })
  return { rows, missing }
}

function csvRows(text: string): readonly Row[] {
  if (/^\s*</.test(text)) throw formFault(DOOR, CALL, 'HTML, not CSV')
  try {
    return parse(text, { columns: true, bom: true, skip_empty_lines: true })
  } catch {
    throw formFault(DOOR, CALL, 'CSV that is cut off or broken')
  }
}

const columnsOf = (call: Call): ReadonlyMap<string, string> =>
  new Map(
    (call.setting('WORKDAY_COLUMNS') ?? '').split(',').flatMap((pair) => {
      const [field = '', column = ''] = pair.split('=').map((word) => word.trim())
      return column === '' ? [] : [[field, column] as const]
    }),
  )

const described = z.array(z.looseObject({ Descriptor: z.string() }))

const groups = z.array(z.record(z.string(), z.unknown()))

/** `Leaves/First_Day`: a field of what repeats, in lines of its own. */
function valueOf(row: Row, column: string): unknown {
  const [name = '', field] = column.split('/')
  if (column in row || field === undefined) return cell(row[column])
  const lines = groups.safeParse(row[name]).data
  if (!lines) return cell(row[name])
  const words = lines.map((line) => cell(line[field]))
  return words.map((word) => (typeof word === 'string' ? word : '')).join(';')
}

/** Values are text; a repeating column is a list; a day may carry its zone: `2026-11-01-08:00`. */
function cell(value: unknown): unknown {
  const many = described.safeParse(value).data
  if (many) return many.map(({ Descriptor }) => dayOf(Descriptor)).join(';')
  return typeof value === 'string' ? dayOf(value) : value
}

const dayOf = (value: string): string =>
  /^(\d{4}-\d\d-\d\d)[+-]\d\d:\d\d$/.exec(value)?.[1] ?? value

const isLeave = (field: string): boolean => LEAVE_FIELDS.some((name) => name === field)

/** JSON leaves out what is empty on every line: nobody is on leave. */
const mayBeEmpty = (field: string, call: Call): boolean =>
  isLeave(field) && !call.setting('WORKDAY_REPORT_URL')?.endsWith('format=csv')

export const people: SnapshotStream = {
  how: 'snapshot',
  id: 'people',
  says: 'People, their unit, and what else the report has.',
  source: 'workday',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const { rows, missing } = await reportOf(call)
    const refused = refusals()
    for (const { field, column } of missing)
      if (!mayBeEmpty(field, call)) refused.add('report', `has no column ${column}`)
    const columns = columnsOf(call)
    const reader = memberReader(call.pseudonyms)
    const members = rows.flatMap((row): readonly Membership[] => {
      const cells = DIRECTORY_FIELDS.map((field) => {
        const column = columns.get(field)
        if (column === undefined) return undefined
        const value = valueOf(row, column)
        return value === undefined && mayBeEmpty(field, call) ? '' : value
      })
      const member = reader.read(cells)
      const fault =
        'fault' in member
          ? member.fault
          : reader.clash(member, { from: member.from, to: member.to, place: 'another line' })
      if (!('fault' in member) && !fault) return [member]
      if (fault) refused.add(`report, ${fault.field}`, fault.why)
      return []
    })
    for (let at = 0; at < members.length; at += MOST_ROWS)
      yield { people: members.slice(at, at + MOST_ROWS) }
    yield { refused: refused.take() }
  },
}

const MOST_ROWS = 5000
