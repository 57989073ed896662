import { counted, grouped, listed } from '#core/message/english.ts'
import type { Message, Part } from '#core/message/message.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import { FEWEST_WEEKS } from './detect.ts'
import { everyMonday } from './every-monday.ts'
import { type DigestFacts, last, type SeatUse } from './facts.ts'
import { basisWord, dollars } from './words.ts'

/** The first digest: what is known now, and when more will be. It looks for no change. */
export function baselineMessage(facts: DigestFacts, zone: string): Message {
  const { whole, week, tools } = facts
  const people = last(whole.values.weekly_active_people)
  const members = last(whole.members)
  const spend = last(whole.values.spend)
  const who =
    people === null
      ? 'no complete week yet'
      : `${grouped(people)}${members === null ? '' : ` of ${grouped(members)}`} people used AI`
  return {
    title: `AI digest · ${whole.label} · where it starts`,
    summary: `Where ${whole.path === null ? 'the company' : whole.label} starts: ${who} in the week of ${describeDay(week.from)}.`,
    parts: [
      {
        kind: 'facts',
        facts: [
          {
            label: 'Tools that report',
            value: grouped(tools.length),
            ...(tools.length > 0 && { note: listed(tools, 6) }),
          },
          ...(spend === null
            ? []
            : [
                {
                  label: 'Spend last week',
                  value: dollars(spend),
                  note: `tokens, ${basisWord(facts.basis)}`,
                },
              ]),
          ...seats(facts),
        ],
      },
      ...topSpend(facts),
      { kind: 'text', text: whenKnown(facts) },
      {
        kind: 'buttons',
        buttons: [
          { label: 'All views', act: { kind: 'ask', command: 'digest views' } },
          everyMonday(facts),
        ],
      },
      {
        kind: 'note',
        text: `Weeks from Monday to Sunday, ${zone}. ${late(facts)}`,
      },
    ],
  }
}

function seats({ seats: all }: DigestFacts) {
  if (all === null || all.length === 0) return []
  const known = all.filter((pool) => pool.known)
  const sum = (pools: readonly SeatUse[], of: (pool: SeatUse) => number) =>
    pools.reduce((total, pool) => total + of(pool), 0)
  const idle = grouped(sum(known, (pool) => pool.idle))
  return [
    {
      label: 'Seats',
      value: grouped(sum(all, ({ assigned }) => assigned)),
      note:
        known.length === 0
          ? `assigned; ${all.some(({ uncounted }) => uncounted) ? 'who is idle can’t be known: nothing is kept of one person' : 'who is idle is told after 30 days'}`
          : `assigned; ${idle} idle for 30 days`,
    },
  ]
}

const TOP = 3

function topSpend({ units, view }: DigestFacts): readonly Part[] {
  const top = units
    .flatMap((unit) => {
      const spent = last(unit.values.spend)
      return spent === null || spent === 0 ? [] : [{ unit, spent }]
    })
    .toSorted((a, b) => b.spent - a.spent)
    .slice(0, TOP)
  if (view === 'published' || top.length === 0) return []
  const each = top.map(({ unit, spent }) => `${unit.label} ${dollars(spent)}`)
  return [{ kind: 'text', text: `**Most spent on tokens last week:** ${listed(each)}.` }]
}

/** The Monday from which changes are looked for. */
function whenKnown({ asOf, whole }: DigestFacts): string {
  const known = whole.values.messages.filter((value) => value !== null).length
  const missing = FEWEST_WEEKS + 1 - known
  if (missing <= 0)
    return '**What comes next:** from next Monday on, what changed and stands out, with what to do about it.'
  const from = addDays(asOf, 7 * missing)
  return `**What comes next:** ${counted(known, 'week is', 'weeks are')} known in full. Changes are looked for once ${FEWEST_WEEKS + 1} are: from ${describeDay(from)} on. Seats and prices are told before.`
}

const late = ({ leftOut, dataThrough }: DigestFacts): string =>
  leftOut.length > 0
    ? `Not complete: ${listed(leftOut.map(({ tool }) => tool))}.`
    : dataThrough === null
      ? 'No data yet.'
      : `Data through ${describeDay(dataThrough as Day)}.`
