import { parse } from 'csv-parse/sync'
import { z } from 'zod'

import { isDay } from '#core/time/day.ts'

import type { Graph } from './graph.ts'

const COUNT = {
  call: "GET /v1.0/copilot/reports/getMicrosoft365CopilotUserCountSummary(period='D7')",
  right: 'reports',
} as const
const row = z.object({
  'Report Refresh Date': z.string().refine(isDay),
  'Any App Enabled Users': z.coerce.number().int().nonnegative(),
})
const answer = z.looseObject({
  value: z.array(
    z.looseObject({
      reportRefreshDate: z.string().refine(isDay),
      adoptionByProduct: z.array(z.looseObject({ anyAppEnabledUsers: z.int().nonnegative() })),
    }),
  ),
})

export type Enabled = { readonly day: string; readonly people: number }

/** How many people Microsoft counts as holders of a licence; undefined where it does not say. */
export async function enabledPeople(graph: Graph): Promise<Enabled | undefined> {
  const text = await graph.text(COUNT)
  return text === undefined ? undefined : readEnabled(text)
}

/** v1.0 answers with CSV, beta with JSON. */
export function readEnabled(text: string): Enabled | undefined {
  try {
    if (!text.trimStart().startsWith('{')) {
      const [first] = z.array(row).parse(parse(text, { bom: true, columns: true }))
      return first && { day: first['Report Refresh Date'], people: first['Any App Enabled Users'] }
    }
    const [first] = answer.parse(JSON.parse(text)).value
    const [all] = first?.adoptionByProduct ?? []
    return first && all && { day: first.reportRefreshDate, people: all.anyAppEnabledUsers }
  } catch {
    return undefined
  }
}
