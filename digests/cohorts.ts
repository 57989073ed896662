import { heatInOrder } from '#core/chart/build-many.ts'
import type { Chart } from '#core/chart/chart.ts'
import { shortBucket } from '#core/chart/dates.ts'
import { writeFilter } from '#core/command/suggest.ts'
import {
  type Cohort,
  type CohortMonths,
  compareCohorts,
  type Compared,
} from '#core/digest/cohort-months.ts'
import type { DigestFacts } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { counted, grouped, listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'
import { formatValue } from '#core/metric/format.ts'
import type { Day } from '#core/time/day.ts'

/** It is looked at once a month, and may be wrong once in some years of it. */
const LIKELY = 0.005
const LEAST = 0.1
/** Of fewer a share is told as a count. */
const SHARED = 10
const ROWS = 8

export const cohorts = defineView({
  id: 'cohorts',
  title: 'Adoption cohorts',
  question:
    'Of those who began in a month, who still uses AI months later, and do newer ones stay as the older did?',
  needs: 'use with people, in four closed months or more',
  advice:
    'Newer ones stay less: ask some of them why, pair starters with who stayed; more: keep what was changed',
  chart: 'heat',
  look: ({ facts }) => {
    const { cohorts: known } = facts
    if (known === undefined)
      return {
        missing:
          'When people began is counted person by person: it is shown to admins with the person permission, in private. `digest adoption` tells how many use AI.',
      }
    const told = known?.cohorts.filter(({ people }) => people > 0) ?? []
    const [first] = told
    if (!known || !first)
      return {
        missing:
          known === null
            ? 'It takes four closed months that are known in full: two to know who used AI before, one in which people begin, and one after.'
            : `Nobody began to use AI since ${monthOf(known.months[2])}: whoever did began before.`,
      }
    const compared = compareCohorts(known)
    return {
      looked: compared.length,
      findings: findings(compared, facts),
      shows: [...table(told), note(known)],
      chart: chart(known, told),
      quiet: quiet(known, compared),
    }
  },
})

const monthOf = (month: Day | undefined): string =>
  month === undefined ? '' : shortBucket(month, 'month')

const share = ({ here, active }: { readonly here: number; readonly active: number }): string => {
  if (here === 0) return '–'
  return here < SHARED ? `${active} of ${here}` : formatValue('share', active / here)
}

/** The longest time at which newer ones differ more than chance makes them in so many looks. */
function findings(compared: readonly Compared[], facts: DigestFacts): readonly Finding[] {
  const stood = compared.find(
    ({ newer, older, chance }) =>
      chance <= LIKELY / compared.length &&
      Math.abs(newer.stayed / newer.people - older.stayed / older.people) >= LEAST,
  )
  return stood ? [findingOf(stood, facts)] : []
}

const months = (age: number): string => (age === 1 ? 'a month' : `${age} months`)

function findingOf({ age, newer, older, chance }: Compared, { whole, asOf }: DigestFacts): Finding {
  const [now, then] = [newer.stayed / newer.people, older.stayed / older.people]
  const fewer = now < then
  const people = Math.round(Math.abs(now - then) * newer.people)
  const since = monthOf(newer.since)
  return {
    view: 'cohorts',
    key: `cohorts|${whole.path ?? ''}|${fewer ? 'down' : 'up'}|${newer.since}`,
    unit: whole.path,
    says: `${formatValue('share', now)} of those who began since ${since} use AI ${months(age)} on, of older ones ${formatValue('share', then)} did`,
    more: `${grouped(newer.stayed)} of ${grouped(newer.people)} people, beside ${grouped(older.stayed)} of ${grouped(older.people)} who began before and were as far in.`,
    effect: { people, micros: 0 },
    confidence: 1 - chance,
    // A month is new in the first Monday's digest after it.
    novelty: Number(asOf.slice(8)) <= 7 ? 1 : 0.1,
    action: fewer
      ? `Ask five who began since ${since} what they stopped for; give each next starter a colleague who stayed.`
      : `Ask what those who began since ${since} were given, and give it to every starter.`,
    expected: {
      kind: 'arithmetic',
      says: fewer
        ? `${counted(people, 'person', 'people')} more would use AI, had newer ones stayed as the older did`
        : `${counted(people, 'person', 'people')} more use AI than had they stayed as the older did`,
    },
    command: commandOf(whole.path),
    button: 'Cohorts',
  }
}

const commandOf = (path: string | null): string =>
  path === null ? 'digest cohorts' : `digest cohorts ${writeFilter('team', [path])}`

/** Of the month after, which most cohorts have. */
function stayed(cohorts: readonly Cohort[]): { readonly here: number; readonly active: number } {
  const next = cohorts.flatMap(({ after }) => after.slice(0, 1))
  return {
    here: next.reduce((sum, one) => sum + one.here, 0),
    active: next.reduce((sum, one) => sum + one.active, 0),
  }
}

function titleOf(told: readonly Cohort[]): string {
  const { here, active } = stayed(told)
  return here === 0
    ? 'Who began, and who still uses AI'
    : `${grouped(active)} of ${grouped(here)} used AI in the month after they began`
}

function quiet({ cohorts }: CohortMonths, compared: readonly Compared[]): string {
  const { here, active } = stayed(cohorts)
  const began = cohorts.reduce((sum, { people }) => sum + people, 0)
  const since = monthOf(cohorts[0]?.began)
  const stay =
    here === 0
      ? `${counted(began, 'person', 'people')} began to use AI since ${since}`
      : `${grouped(active)} of ${grouped(here)} who began since ${since} used AI in the month after`
  return compared.length > 0
    ? `${stay}; newer ones stay about as the older did`
    : `${stay}: too few to tell newer ones from older`
}

function table(told: readonly Cohort[]): readonly Part[] {
  const rows = told.slice(-ROWS)
  const [longest = 0] = rows.map(({ after }) => after.length)
  const ages = [1, 3, 6].filter((age) => age <= longest).slice(-2)
  return [
    {
      kind: 'table',
      head: ['Began', ...ages.map((age) => `${grouped(age)} mo. on`)],
      rows: rows.map(({ began, people, after }) => [
        `${monthOf(began)}: ${grouped(people)}`,
        ...ages.map((age) => {
          const cell = after[age - 1]
          return cell ? share(cell) : 'not yet'
        }),
      ]),
    },
  ]
}

function note({ before, beforeNow, months, later }: CohortMonths): Part {
  const [first, second] = months
  return {
    kind: 'note',
    text: [
      `A month counts when somebody used AI on a day of it; of those who are still here. ${grouped(before)} people used AI in ${monthOf(first)} or ${monthOf(second)} already and began before; ${share(beforeNow)} of them in ${monthOf(months.at(-1))}.`,
      ...(later.length === 0
        ? []
        : [`Known later, so they tell who stays and not who began: ${listed(later)}.`]),
    ].join(' '),
  }
}

function chart({ months }: CohortMonths, told: readonly Cohort[]): Chart {
  const shown = months.slice(2)
  return heatInOrder({
    title: titleOf(told),
    subtitle: 'Share of those who began in a month and are still here',
    footer: '',
    unit: 'share',
    grain: 'month',
    buckets: shown,
    rows: told.map(({ began, people, after }) => {
      const at = shown.indexOf(began)
      return {
        key: began,
        label: `${monthOf(began)}: ${grouped(people)}`,
        series: shown.map((_, month) => {
          const cell = after[month - at - 1]
          if (month === at) return 1
          return month < at || !cell || cell.here === 0 ? null : cell.active / cell.here
        }),
      }
    }),
  })
}
