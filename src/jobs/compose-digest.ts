import { composeDigest as compose, type Digest } from '#core/digest/compose.ts'
import type { DigestFacts, Followed } from '#core/digest/facts.ts'
import { UserError } from '#core/errors.ts'
import type { Forecast } from '#core/forecast/forecast.ts'
import type { Value } from '#core/metric/metric.ts'
import { addDays, type Day } from '#core/time/day.ts'
import { views } from '#digests/registry.ts'

import { pinnedWeek } from './digest-baseline.ts'
import { type Asking, asking, companyWeeks, weekly, workedIn } from './digest-facts.ts'
import { moreFacts } from './digest-more.ts'
import type { DigestPorts } from './digest-ports.ts'
import { teamFacts } from './digest-teams.ts'
import { signalWeeks } from './signal-weeks.ts'

export type DigestAsked = {
  readonly scope: { readonly kind: 'company' } | { readonly kind: 'team'; readonly path: string }
  /** A Monday: the digest is of the week that ended the day before. */
  readonly asOf: Day
  /** What its readers may read of the numbers. */
  readonly view: 'exact' | 'published'
  /** Whether they may read how work goes with AI, of what the digest is of. */
  readonly signals?: boolean
  /** The first digest its readers get tells where they start. */
  readonly first?: boolean
  /** Keys of what earlier digests told: what is not new weighs less. */
  readonly seen?: ReadonlySet<string>
  /** What was told of days to come on that Monday before. */
  readonly kept?: readonly Forecast[]
}

/** The weekly digest of the company or of one team, in the same words for the same data. */
export async function composeDigest(
  asked: DigestAsked,
  ports: DigestPorts,
): Promise<Digest & { readonly facts: DigestFacts }> {
  const { first = false, seen, kept = [] } = asked
  const zone = await ports.workspace.zone()
  const facts = await digestFacts(asked, ports)
  return { ...compose(facts, { views, zone, first, kept, ...(seen && { seen }) }), facts }
}

/** @throws UserError where nothing is published that this reader could read */
export async function digestFacts(
  { scope, asOf, view, signals = view === 'exact' }: DigestAsked,
  ports: DigestPorts,
  /** `weeks`: only what units did week by week. */
  extent: 'all' | 'weeks' = 'all',
): Promise<DigestFacts> {
  const team = scope.kind === 'team' ? scope.path : undefined
  const reader = view === 'exact' ? ports.usage : ports.published
  if (!reader)
    throw new UserError(
      'Nothing is published here',
      'Ask whoever runs AI Usage for the role you need.',
    )
  const asked = asking(asOf, reader)
  const week = { from: addDays(asOf, -7), to: addDays(asOf, -1) }
  const notes = (await ports.notes?.list()) ?? []
  const told = signals && extent === 'all'
  const base = {
    asOf,
    week,
    weeks: asked.weeks,
    view,
    notes,
    ...NOTHING_MORE,
    ...(told &&
      ports.signals && { signals: await signalWeeks({ asOf, team }, ports.signals, ports) }),
  } as const
  if (view === 'published') {
    const workingDays = workedIn(asked.weeks, ports.holidays ?? new Set())
    return { ...base, workingDays, ...(await publishedWeeks(asked, team)) }
  }
  const found = await (ports.companyWeeks ?? companyWeeks)(asked, ports)
  const { workingDays, units, company, dataThrough, tools, leftOut, compared, age } = found
  const pinned = extent === 'all' ? await pinnedWeek(asked, team, ports) : undefined
  const all = {
    ...base,
    ...(pinned && { pinned }),
    workingDays,
    units,
    dataThrough,
    tools,
    leftOut,
    ...(age && { age }),
  }
  if (team === undefined) {
    const more = extent === 'all' ? await moreFacts(asked, { ports, tools: compared.messages }) : {}
    const [workingAhead = 0] = workedIn([asOf], ports.holidays ?? new Set())
    const ahead = { workingDays: workingAhead, tools: compared }
    return { ...all, ...more, ...found.spend, whole: company, ahead }
  }
  const { whole, spend, ...own } = await (ports.teamFacts ?? teamFacts)(found, team)
  return { ...all, ...own, ...spend, whole: { ...whole, label: labelOf(team, units) }, company }
}

const NOTHING_MORE = {
  models: [],
  prompts: null,
  departments: [],
  seats: null,
  contracts: null,
  commitments: null,
  streams: null,
  governance: null,
  assets: null,
} as const

const labelOf = (
  team: string | undefined,
  units: readonly { readonly path: string | null; readonly label: string }[],
): string =>
  team === undefined
    ? 'The company'
    : (units.find(({ path }) => path === team)?.label ?? team.split('/').at(-1) ?? team)

/** From published cells alone: the scope as a whole, and no unit beside it. */
async function publishedWeeks(asked: Asking, team: string | undefined) {
  const metrics = ['spend', 'messages', 'sessions', 'active_people'] as const
  const filters = team === undefined ? {} : { team: [team] }
  const measured = await weekly(asked, { metrics, filters })
  const nothing: readonly Value[] = asked.weeks.map(() => null)
  const of = (metric: (typeof metrics)[number]): readonly Value[] =>
    measured.measurements.find((one) => one.metric === metric)?.series.map(({ value }) => value) ??
    nothing
  const values: Record<Followed, readonly Value[]> = {
    spend: of('spend'),
    messages: of('messages'),
    sessions: of('sessions'),
    weekly_active_people: of('active_people'),
    messages_per_session: nothing,
  }
  return {
    whole: { path: team ?? null, label: labelOf(team, []), members: nothing, values },
    units: [],
    basis: null,
    unpricedShare: null,
    dataThrough: measured.dataThrough,
    tools: measured.tools.map(({ tool }) => tool),
    leftOut: [],
  }
}
