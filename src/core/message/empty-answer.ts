import type { Ask } from '#core/command/command.ts'
import { format as formatCommand } from '#core/command/format.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'
import { length } from '#core/time/period.ts'

import type { Answered } from './answered.ts'
import { listed } from './english.ts'
import type { Button, Message } from './message.ts'
import { spaced, through as used } from './subject.ts'
import { title } from './title.ts'
import { inPeriod } from './when.ts'
import { withheldMessage, withheldOf } from './withheld.ts'

/**
 * Nothing is told, was used or is known yet in the period: says which, and what would find something.
 * `fewer` are the questions with one filter less that do.
 */
export function emptyMessage(answered: Answered, fewer: readonly Ask[] = []): Message {
  const { ask, measured, span } = answered
  const withheld = withheldOf(answered)
  if (withheld) return withheldMessage(answered, withheld)
  const through = measured.dataThrough as Day | null
  const tooEarly = through !== null && through < span.period.from
  const { what, whose } = filters(answered)
  const when = inPeriod(answered)
  const next =
    fewer.length > 0 && !tooEarly
      ? fewer.slice(0, MOST_FEWER).map(formatCommand)
      : suggestions(ask, tooEarly ? lastKnown(through, ask, length(span.period)) : undefined)
  return {
    title: title(answered),
    summary: tooEarly
      ? `There is no data${what}${whose} ${yet(answered)} yet: it ends on ${describeDay(through)}.`
      : through === null
        ? `There is no data${what}${whose} ${when}.`
        : `No use${what} is recorded${whose} ${when}.`,
    parts: [
      {
        kind: 'text',
        text: [
          ...(through !== null && !tooEarly ? [`Data reaches ${describeDay(through)}.`] : []),
          ...(fewer.length > 0 && !tooEarly ? ['Nothing fits all of the filters together.'] : []),
          `Try ${listed(next.map((command) => `\`${command}\``))}.`,
        ].join(' '),
      },
      {
        kind: 'buttons',
        buttons: next.map((command): Button => ({ label: command, act: { kind: 'ask', command } })),
      },
    ],
  }
}

/** "So far" and "yet" do not go together. */
function yet(answered: Answered): string {
  const when = inPeriod(answered)
  return answered.ask.period.kind === 'today' ? `${when.replace(/^so far /u, 'of ')},` : when
}

const MOST_FEWER = 3

function said(before: string, names: readonly string[]): string {
  return names.length > 0 ? ` ${before} ${listed(names)}` : ''
}

function filters({ labels }: Answered) {
  const { tool = [], model = [], feature = [], user = [], team = [], group = [] } = labels
  const { level = [], quartile = [], asset = [] } = labels
  return {
    what:
      [...tool, ...model].length > 0
        ? used('spend', { tool, model, feature }).replace(/^ on/, ' of')
        : said('of', feature.map(spaced)),
    whose: `${said('for', [...user, ...team])}${said('in the group', group)}${said('at the level', [...quartile, ...level])}${said('by way of', asset)}`,
  }
}

/** The same number of days, ending where the data does. */
function lastKnown(through: Day, { vs: _vs, ...ask }: Ask, days: number): Ask {
  return { ...ask, period: { kind: 'range', from: addDays(through, 1 - days), to: through } }
}

function suggestions(
  { vs: _vs, per: _per, ...ask }: Ask,
  known: Ask | undefined,
): readonly string[] {
  const { period } = ask
  const longer = period.kind === 'days' && period.count >= 90 ? 365 : 90
  const wider: Ask = { ...ask, period: { kind: 'days', count: longer } }
  const everyone: Ask = { ...ask, filters: {} }
  const filtered = Object.values(ask.filters).some((values) => (values ?? []).length > 0)
  const asks = known ? [known] : [wider, ...(filtered ? [everyone] : [])]
  return asks.map(formatCommand)
}
