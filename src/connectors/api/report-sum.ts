import type { UsageReport } from '#ingest.ts'

type Count = number | bigint

/** Unknown and known is what is known; two known ones are their sum. */
const plus = <Value extends Count>(a: Value | null, b: Value | null): Value | null =>
  a === null ? b : b === null ? a : (((a as number) + (b as number)) as Value)

/**
 * One row per day, account, tool, model, feature and source, as the store keeps them: a vendor's finer
 * rows (by key, by terminal) are added up.
 */
export function summedReports(reports: Iterable<UsageReport>): readonly UsageReport[] {
  const sums = new Map<string, UsageReport>()
  for (const report of reports) {
    const { day, account, tool, model, feature, source } = report
    const key = JSON.stringify([day, account, tool, model, feature, source])
    const known = sums.get(key)
    sums.set(key, known ? together(known, report) : report)
  }
  return [...sums.values()]
}

function together(a: UsageReport, b: UsageReport): UsageReport {
  const sum: Record<string, unknown> = { ...a }
  for (const [name, value] of Object.entries(b))
    if (typeof value === 'number' || typeof value === 'bigint')
      sum[name] = plus(sum[name] as Count | null, value)
  const active = a.active || b.active
  return { ...(sum as UsageReport), active, passive: !active && (a.passive || b.passive) }
}

/** Pages of moderate size. */
export function* chunks<Row>(rows: readonly Row[], most = 5000): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += most) yield rows.slice(at, at + most)
}
