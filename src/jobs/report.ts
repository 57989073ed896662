import { topRows } from '#core/insight/split.ts'
import type { Answered } from '#core/message/answered.ts'
import type { Message, Part } from '#core/message/message.ts'
import { sideName } from '#core/message/subject.ts'
import type { Measurement } from '#core/metric/metric.ts'
import type { Withheld } from '#core/metric/withheld.ts'

import type { Report } from './report-schema.ts'

/** The same question over the same data gives the same bytes: no clock, no id, sorted throughout. */
export function reportOf(input: {
  readonly canonical: string
  readonly viewer: string
  readonly answered: Answered
  readonly message: Message
}): Report {
  const { canonical, viewer, answered, message } = input
  const { measured, span, ask, zone, compared } = answered
  const chart = message.parts.find((part) => part.kind === 'chart')?.chart
  return {
    command: canonical,
    period: { from: span.period.from, to: span.period.to, timeZone: zone },
    previous: { from: span.previous.from, to: span.previous.to },
    dataThrough: measured.dataThrough,
    viewer,
    message: { title: message.title, summary: message.summary, parts: message.parts.map(reported) },
    chart: chart ? { kind: chart.kind, alt: chart.alt } : null,
    measurements: measured.measurements.map((measurement) => numbers(measurement, ask.top)),
    ...(compared && ask.compare
      ? {
          compared: {
            side: sideName(compared, ask.compare.key),
            headcount: compared.measured.headcount,
            measurements: compared.measured.measurements.map((of) => numbers(of, undefined)),
          },
        }
      : {}),
    grain: span.grain,
    partial: span.partial,
    ...(measured.limits && { limits: measured.limits.map((of) => ({ ...of })) }),
    headcount: measured.headcount,
    tools: measured.tools.map(({ tool, dataThrough, bucketZone }) => ({
      tool,
      dataThrough,
      timeZone: bucketZone,
    })),
  }
}

type Numbers = Report['measurements'][number]

function numbers(of: Measurement, top: number | undefined): Numbers {
  const { metric, unit, now, before, coverage, series, comparable, byBasis, by } = of
  return {
    metric,
    unit,
    now,
    before,
    ...between(of),
    ...(of.unpricedTokenShare === undefined ? {} : { unpricedTokenShare: of.unpricedTokenShare }),
    ...(of.tenths ? { tenths: [...of.tenths] } : {}),
    ...(of.madeOf ? { madeOf: of.madeOf.map((part) => ({ ...part })) } : {}),
    coverage: { tools: [...coverage.tools], cannot: [...coverage.cannot] },
    series: series.map(({ from, value }) => ({ from, value })),
    ...(by ? { by: split(by, top) } : {}),
    comparable: {
      now: comparable.now,
      before: comparable.before,
      days: comparable.days,
      workingDaysNow: comparable.workingDaysNow,
      workingDaysBefore: comparable.workingDaysBefore,
    },
    ...(byBasis
      ? {
          byBasis: {
            billed: byBasis.billed,
            estimated: byBasis.estimated,
            credits: byBasis.credits,
          },
        }
      : {}),
  }
}

/** Between what a number lies that is told rounded. */
const between = ({ withheld }: { readonly withheld?: Withheld | undefined }) =>
  withheld?.about ? { rounded: { low: withheld.about.low, high: withheld.about.high } } : {}

function split(
  { dimension, also: second, rows }: NonNullable<Measurement['by']>,
  top: number | undefined,
) {
  const kept = topRows(rows, top)
  return {
    dimension,
    ...(second && { also: second }),
    rows: kept.map(({ key, also, now, before, withheld }) => ({
      key,
      ...(also && { also: also.key }),
      now,
      before,
      ...between({ withheld }),
    })),
    ...(top === undefined ? {} : { omitted: rows.length - kept.length }),
  }
}

type ReportedPart = Report['message']['parts'][number]

function reported(part: Part): ReportedPart {
  switch (part.kind) {
    case 'text':
    case 'note':
      return { kind: part.kind, text: part.text }
    case 'facts':
      return { kind: 'facts', facts: part.facts.map((fact) => ({ ...fact })) }
    case 'table':
      return { kind: 'table', head: [...part.head], rows: part.rows.map((cells) => [...cells]) }
    case 'chart':
      return { kind: 'chart' }
    case 'buttons':
      return {
        kind: 'buttons',
        buttons: part.buttons.map(({ label, act }) => ({
          label,
          kind: act.kind,
          ...('command' in act ? { command: act.command } : {}),
        })),
      }
  }
}
