import type { Ask } from '#core/command/command.ts'
import type { Answered } from '#core/message/answered.ts'
import type { Measurement, Row } from '#core/metric/metric.ts'
import { day } from '#core/time/day.ts'
import { measurement, people, span, spread, thirtyDays } from '#test/support/measured.ts'

export const dollars = (amount: number) => Math.round(amount * 1_000_000)

export function answered(
  of: Partial<Answered> & Pick<Answered, 'measured'>,
  ask: Partial<Ask> = {},
): Answered {
  return {
    ask: { kind: 'ask', filters: {}, period: { kind: 'days', count: 30 }, ...ask },
    span: { ...thirtyDays, grain: 'day' },
    labels: {},
    zone: 'UTC',
    today: day('2026-11-21'),
    mayNamePeople: true,
    ...of,
  }
}

export const engineering = { labels: { team: ['Engineering'] } }
export const eng = { filters: { team: ['eng'] } }

export const september = span('2026-08-31', '2026-09-29')
export const today = span('2026-11-21', '2026-11-21', { partial: true })
export const october = span('2026-10-01', '2026-10-31', {
  previous: { from: day('2026-09-01'), to: day('2026-09-30') },
})
export const nothing = { now: null, before: null, days: 0, workingDaysNow: 0, workingDaysBefore: 0 }

export function upTo(dataThrough: string) {
  return [{ tool: 'chatgpt', dataThrough, bucketZone: 'UTC' }]
}

export function four(rest: Partial<Measurement> = {}): readonly Measurement[] {
  return [
    measurement(
      'spend',
      { now: spread(dollars(4_210)), before: spread(dollars(3_790)) },
      {
        unpricedTokenShare: 0.06,
        byBasis: { billed: dollars(3_000), estimated: dollars(1_210), credits: 0 },
        ...rest,
      },
    ),
    people(38, 35),
    measurement('messages', { now: spread(12_410), before: spread(12_300) }),
    measurement(
      'sessions',
      { now: spread(1_204), before: spread(1_500) },
      { coverage: { tools: ['chatgpt'], cannot: ['github-copilot'] } },
    ),
  ]
}

export function row(key: string | null, now: number, before: number, unit = dollars): Row {
  const series = Array.from({ length: 30 }, () => Math.floor(unit(now) / 30))
  return { key, label: key ?? 'unattributed', now: unit(now), before: unit(before), series }
}

export const models = [
  row(null, 90, 90),
  row('claude-opus', 800, 450),
  row('gpt-5', 2_570, 2_500),
  row('gpt-5-mini', 750, 750),
]

export const aliases = Array.from({ length: 14 }, (_, index) =>
  row(`p-${(7000 + index * 37).toString(36)}`, 400 - index * 20, 380 - index * 20),
)

export const allPriced = {
  unpricedTokenShare: 0,
  byBasis: { billed: dollars(4_210), estimated: 0, credits: 0 },
}
