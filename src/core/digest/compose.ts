import type { Forecast } from '#core/forecast/forecast.ts'
import { expectedParts } from '#core/forecast/message.ts'
import { middle } from '#core/insight/middle.ts'
import { counted, grouped, listed } from '#core/message/english.ts'
import type { Button, Message, Part } from '#core/message/message.ts'
import { formatValue } from '#core/metric/format.ts'
import { noteLine, withNotes } from '#core/note/mark.ts'
import type { Day } from '#core/time/day.ts'
import { describeDay } from '#core/time/describe.ts'

import { baselineMessage } from './baseline.ts'
import { besidePinned } from './beside-pinned.ts'
import { cutWords } from './cut.ts'
import { FEWEST_WEEKS } from './detect.ts'
import { ageWords } from './equal-age.ts'
import { everyMonday } from './every-monday.ts'
import { expectedOf } from './expected.ts'
import { type DigestFacts, last } from './facts.ts'
import { type Finding, ranked, told } from './finding.ts'
import { type Moves, movesOf } from './moves.ts'
import type { Looked, View } from './view.ts'
import { basisWord, dollars } from './words.ts'

/** A digest, and what is to be remembered of it. */
export type Digest = {
  readonly message: Message
  /** The keys of the findings it tells, for `seen` of the next. */
  readonly keys: readonly string[]
  /** The findings it tells. */
  readonly told: readonly Finding[]
  /** Everything that stood out, told or not. */
  readonly stood: readonly Finding[]
  /** What it tells of days to come, to be kept and scored. */
  readonly forecasts: readonly Forecast[]
  /** False: nothing stood out, in a week that is known. */
  readonly notable: boolean
}

export type Composing = {
  readonly views: readonly View[]
  /** Keys of findings that were told in earlier digests: they count for a quarter. */
  readonly seen?: ReadonlySet<string>
  /** Keys of findings that somebody dismissed or snoozed: they are not told. */
  readonly quiet?: ReadonlySet<string>
  /** What was told of days to come, where it was told before. */
  readonly kept?: readonly Forecast[]
  /** The first one that this reader gets. */
  readonly first?: boolean
  readonly zone: string
}

const MOST_FINDINGS = 3
/** What a phone shows of a notification. */
const SUMMARY = 110

/** The weekly digest of what these facts are of. The same facts give the same words. */
export function composeDigest(facts: DigestFacts, composing: Composing): Digest {
  const { views, seen, quiet = NOTHING, first = false, kept = [] } = composing
  const known = facts.whole.values.messages.filter((value) => value !== null).length
  if (first || known <= FEWEST_WEEKS)
    return {
      message: baselineMessage(facts, composing.zone),
      keys: [],
      told: [],
      stood: [],
      forecasts: [],
      notable: first || isUnknown(facts),
    }
  const moves = movesOf(facts)
  const looked = views.map((view) => view.look({ facts, moves }))
  const all = looked.flatMap((one) => ('missing' in one ? [] : one.findings))
  const stood = ranked(
    all,
    {
      people: last(facts.whole.values.weekly_active_people) ?? 0,
      micros: last(facts.whole.values.spend) ?? 0,
    },
    seen,
  )
  // Ranked with them: of a unit about which one is kept out, no second one is told instead.
  const found = stood.filter(({ key }) => !quiet.has(key))
  const hushed = stood.length - found.length
  const chosen = found.slice(0, MOST_FINDINGS)
  const expected = expectedOf(facts).map((one) => kept.find((was) => isSame(was, one)) ?? one)
  const count = moves.looked + looked.reduce((sum, one) => sum + numbersOf(one), 0)
  const message: Message = {
    title: titleOf(facts),
    summary: summaryOf(chosen[0], facts),
    parts: [
      { kind: 'text', text: headline(facts, { count, found, told: chosen }) },
      ...chosen.flatMap((finding, n) => spoken(finding, n)),
      ...chosen
        .flatMap(({ chart }) => (chart ? [{ kind: 'chart', chart } satisfies Part] : []))
        .slice(0, 1),
      ...noted(facts),
      ...(hushed > 0 ? [keptOut(hushed)] : []),
      ...(facts.pinned ? [besidePinned(facts.pinned)] : []),
      ...expectedParts(expected, basisWord(facts.basis)),
      { kind: 'note', text: smallPrint(facts, moves, composing.zone) },
      {
        kind: 'buttons',
        buttons: [
          { label: 'All views', act: { kind: 'ask', command: 'digest views' } },
          ...(facts.view === 'exact' && chosen.length > 0 ? [ACTIONS] : []),
          everyMonday(facts),
        ],
      },
    ],
  }
  return {
    message: withNotes(message, facts.notes ?? []),
    keys: chosen.map(({ key }) => key),
    told: chosen,
    stood: all,
    forecasts: [...expected, ...chosen.flatMap(({ forecast }) => forecast ?? [])],
    notable: chosen.length > 0 || isUnknown(facts),
  }
}

const isSame = (one: Forecast, other: Forecast): boolean =>
  one.subject === other.subject &&
  one.metric === other.metric &&
  one.madeOn === other.madeOn &&
  one.from === other.from

const isUnknown = ({ whole }: DigestFacts): boolean => last(whole.values.messages) === null

const NOTHING: ReadonlySet<string> = new Set()
const ACTIONS: Button = { label: 'Take one on', act: { kind: 'ask', command: 'actions' } }

/** What was noted in the week stands beside what was found in it, and explains nothing. */
function noted({ week, notes = [] }: DigestFacts): Part[] {
  const found = notes.filter(({ day }) => day >= week.from && day <= week.to)
  if (found.length === 0) return []
  return [{ kind: 'text', text: `**Noted that week:** ${found.map(noteLine).join('; ')}.` }]
}

const keptOut = (hushed: number): Part => ({
  kind: 'note',
  text: `${counted(hushed, 'finding')} kept out, dismissed or snoozed: \`actions\`.`,
})

const numbersOf = (looked: Looked | { readonly missing: string }): number =>
  'missing' in looked ? 0 : looked.looked

/** `AI digest · The company · week of 16 Nov 2026` */
const titleOf = ({ whole, week }: DigestFacts): string =>
  `AI digest · ${whole.label} · week of ${describeDay(week.from)}`

function summaryOf(first: Finding | undefined, facts: DigestFacts): string {
  if (first) return `${cutWords(first.says, SUMMARY - 1)}.`
  const people = last(facts.whole.values.weekly_active_people)
  const quiet = people === null ? '' : `: ${counted(people, 'person', 'people')} used AI`
  return cutWords(
    `Nothing stood out in the week of ${describeDay(facts.week.from)}${quiet}.`,
    SUMMARY,
  )
}

type Count = {
  readonly count: number
  readonly found: readonly Finding[]
  readonly told: readonly Finding[]
}

/** At most 60 words: how the week went, and how many numbers were looked at for the few that are told. */
function headline(facts: DigestFacts, { count, found, told }: Count): string {
  const { whole, basis } = facts
  const [people, members] = [last(whole.values.weekly_active_people), last(whole.members)]
  const spend = last(whole.values.spend)
  const who =
    people === null
      ? []
      : [
          `**${grouped(people)}${members === null ? '' : ` of ${grouped(members)}`} people** used AI last week`,
        ]
  const cost =
    spend === null || spend === 0 ? [] : [`tokens cost **${dollars(spend)}** (${basisWord(basis)})`]
  const week = [...who, ...cost].join('; ') + beside(facts)
  const stood = found.length === 0 ? 'none stood out' : `${grouped(found.length)} stood out`
  const shown = found.length > told.length ? `; these ${told.length} weigh most` : ''
  return `${week === '' ? '' : `${week}. `}Looked at ${counted(count, 'number')}, ${stood}${shown}.`
}

const FEWEST_BESIDE = 8
const FEWEST_IN_TEAM = 5

/** A team's peers, in the middle of them: none is named. */
function beside({ whole, units }: DigestFacts): string {
  if (whole.path === null) return ''
  const shares = units.flatMap(({ path, members, values }) => {
    const [people, of] = [last(values.weekly_active_people), last(members)]
    const own = path === whole.path || people === null || of === null || of < FEWEST_IN_TEAM
    return own ? [] : [people / of]
  })
  if (shares.length < FEWEST_BESIDE) return ''
  return `. In the middle of ${shares.length} other teams ${formatValue('share', middle(shares))} did`
}

function spoken(finding: Finding, n: number): Part[] {
  const { command, button } = finding
  return [
    { kind: 'text', text: told(finding, `${n + 1}. `) },
    { kind: 'buttons', buttons: [{ label: button, act: { kind: 'ask', command } }] },
  ]
}

/** What the digest rests on. */
function smallPrint(facts: DigestFacts, { looked }: Moves, zone: string): string {
  const { week, leftOut, units, workingDays, unpricedShare, age } = facts
  const late =
    leftOut.length === 0
      ? `Data through ${describeDay(week.to)}.`
      : `Left out, not complete: ${listed(
          leftOut.map(
            ({ tool, dataThrough }) =>
              `${tool} (${dataThrough === null ? 'no data' : `to ${describeDay(dataThrough as Day)}`})`,
          ),
          4,
        )}.`
  const days = workingDays.at(-1) ?? 5
  return [
    late,
    ...(days < 5 ? [`The week had ${counted(days, 'working day')}.`] : []),
    ...(looked > 0
      ? [
          `Each number against its own 12 weeks before${units.length > 8 ? ', given how other teams moved' : ''}.`,
        ]
      : ['Too short a week, or too little history, to look for changes.']),
    ...(unpricedShare !== null && unpricedShare > 0.005
      ? [`${Math.max(1, Math.round(unpricedShare * 100))}% of tokens have no price.`]
      : []),
    ...(age ? ageWords(age) : []),
    `Weeks from Monday to Sunday, ${zone}; numbers as they are known today.`,
  ].join(' ')
}
