import type { Refused, SnapshotStream } from '#collect.ts'
import { startOf } from '#connectors/api/days.ts'
import { formFault } from '#connectors/api/fault.ts'
import { chunks } from '#connectors/api/report-sum.ts'

import { doorOf } from './fault.ts'
import { type Graph, graphOf } from './graph.ts'
import { M365_COPILOT } from './tool.ts'
import {
  csvLines,
  jsonLines,
  readReport,
  refuseConcealed,
  REPORT_SOURCE,
  type ReportLine,
} from './usage-report.ts'

const DETAIL = "copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='D30')"
const CSV = { call: `GET /v1.0/${DETAIL}`, right: 'reports' } as const
const JSON_PAGES = { call: `GET /beta/${DETAIL}`, right: 'reports' } as const

/** Who has Copilot and was last active when: of 30 days together, which are never made into days. */
export const usage: SnapshotStream = {
  how: 'snapshot',
  id: 'usage',
  says: 'Last activity of everyone with a Copilot licence, over 30 days together.',
  source: REPORT_SOURCE,
  tools: [M365_COPILOT],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const found = readReport(await reportLines(graphOf(call)), call.pseudonyms)
    refuseConcealed(found.concealed, found.periods.length)
    const hidden: readonly Refused[] =
      found.concealed === 0
        ? []
        : [{ where: 'usage report', why: 'hides the name of its person', count: found.concealed }]
    for (const periods of chunks(found.periods)) yield { periods }
    yield {
      refused: [...found.refused, ...hidden],
      ...(found.refreshed !== null && { publishedAt: Date.parse(startOf(found.refreshed)) }),
    }
  },
}

/** v1.0 answers with CSV; where a tenant does not have it yet, beta answers with JSON. */
export async function reportLines(graph: Graph): Promise<readonly ReportLine[]> {
  const text = await graph.text(CSV)
  const json = text?.trimStart().startsWith('{') ?? false
  const lines = text === undefined || json ? undefined : csvLines(text)
  if (lines) return lines
  if (text !== undefined && !json)
    throw formFault(doorOf('reports'), CSV.call, 'no usage report of Copilot')
  const all: ReportLine[] = []
  for await (const rows of graph.pages(json ? CSV : JSON_PAGES)) all.push(...jsonLines(rows))
  return all
}
