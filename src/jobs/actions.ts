import { viewerName } from '#core/access/access.ts'
import { type Action, isQuiet, type Outcome, stepped } from '#core/action/action.ts'
import { judgedDraw, keptWaiting } from '#core/action/draw.ts'
import { lastDayOf } from '#core/action/due.ts'
import { actionMessage, actionsMessage, type Counted } from '#core/action/message.ts'
import { judged, judgedOn, planned } from '#core/action/outcome.ts'
import { lasting, type Reclaimed, reclaimedSum } from '#core/action/reclaimed.ts'
import type { ActionsCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import type { Finding } from '#core/digest/finding.ts'
import { addDays, type Day, dayAt, daysBetween } from '#core/time/day.ts'
import type { ActionBook } from '#ledgers.ts'
import type { AskRequest } from '#ports.ts'

import { type ActionHouse, week, wrong } from './action-house.ts'
import { drawActions } from './draw-actions.ts'
import { ended, type Ended } from './outcome.ts'
import { priced } from './seat-prices.ts'
import { fault } from './trouble.ts'

/** Shows what was recommended, or does something about one of it. */
export async function askActions(
  asked: ActionsCommand,
  request: AskRequest,
  house: ActionHouse,
): Promise<Ended> {
  const today = dayAt(house.clock.now(), await house.workspace.zone())
  const command = format(asked)
  if (asked.act === 'list') {
    const all = await house.actions.list()
    const detail = { actions: all.length }
    const counted = await firstCounted(all, today, house)
    return ended('answered', { command, detail }, actionsMessage(all, today, counted))
  }
  if (asked.act === 'draw') return drawActions({ ids: asked.ids, today }, request, house)
  const action = await house.actions.find(asked.id)
  if (action === undefined)
    return wrong(command, `There is no action ${asked.id}`, 'See them: actions')
  if (asked.act === 'show') {
    const message = actionMessage(action, today, await reclaimedOf(action, today, house))
    return ended('answered', { command, detail: { id: asked.id } }, message)
  }
  return step({ action, asked, today, command }, request, house)
}

/** What the ledger tells of seats: that of the first action on them of which anything is known. */
async function firstCounted(
  all: readonly Action[],
  today: Day,
  house: ActionHouse,
): Promise<readonly Counted[]> {
  const onSeats = all
    .flatMap((action) =>
      action.outcome.kind === 'seats' ? [{ action, since: action.outcome.since }] : [],
    )
    .filter(({ action: { state } }) => state.kind === 'taken' || state.kind === 'done')
    .toSorted((a, b) => daysBetween(b.since, a.since) || a.action.id - b.action.id)
  const counted: Counted[] = []
  for (const { action, since } of onSeats) {
    const reclaimed = await reclaimedOf(action, today, house)
    if (reclaimed) counted.push({ id: action.id, since, reclaimed })
    if (reclaimed && reclaimedSum(reclaimed) !== undefined) break
  }
  return counted
}

/** At the price of the day the action was taken on; what is told of it is kept, so that it stands. */
async function reclaimedOf(
  action: Action,
  today: Day,
  house: ActionHouse,
): Promise<readonly Reclaimed[] | undefined> {
  const { outcome, state } = action
  if (outcome.kind !== 'seats' || !house.reclaimed) return undefined
  const now = await seatsSince(outcome.since, today, house)
  const told = lasting(outcome.told ?? [], now)
  if (JSON.stringify(told) !== JSON.stringify(outcome.told))
    await house.actions.change(action, { state, outcome: { ...outcome, told } }, undefined)
  return told
}

async function seatsSince(
  since: Day,
  today: Day,
  { reclaimed, contracts }: ActionHouse,
): Promise<readonly Reclaimed[]> {
  const [pools = [], book] = await Promise.all([reclaimed?.(since, today), contracts?.list(since)])
  return priced(pools, book?.contracts ?? [], since)
}

type Stepping = {
  readonly action: Action
  readonly asked: Extract<ActionsCommand, { readonly act: 'step' }>
  readonly today: Day
  readonly command: string
}

async function step(
  { action, asked, today, command }: Stepping,
  { viewer, place }: AskRequest,
  house: ActionHouse,
): Promise<Ended> {
  const now = house.clock.now()
  const by = viewerName(viewer)
  const waits =
    asked.step.kind === 'take' ? keptWaiting(action, await house.actions.list(), today) : undefined
  if (waits !== undefined)
    return wrong(
      command,
      `It was drawn that action ${action.id} waits until the week of ${waits} is over`,
      'Take it on then: what comes of the others is compared with it.',
    )
  const after = (days: number) => addDays(today, days)
  const state = stepped(action.state, asked.step, {
    by,
    today,
    now,
    after,
    last: lastDayOf(action),
  })
  if ('refused' in state) return wrong(command, state.refused, state.fix)
  const { outcome: was } = action
  const begins = state.kind === 'taken' && was.kind !== 'judged' && was.kind !== 'seats'
  const outcome = begins ? await settle(action, today, house) : action.outcome
  const changed = await house.actions.change(
    action,
    { state, outcome },
    {
      at: now,
      viewer: by,
      place,
      action: 'action',
      command,
      outcome: 'done',
      detail: { id: action.id, from: action.state.kind, to: state.kind },
    },
  )
  if (!changed)
    return wrong(
      command,
      `Somebody else has just changed action ${action.id}`,
      'Look again: actions',
    )
  const trace = { command, detail: { id: action.id, state: state.kind } }
  const next = { ...action, state, outcome }
  const reclaimed = await reclaimedOf(next, today, house)
  return ended('answered', trace, actionMessage(next, today, reclaimed))
}

/** Freezes what will be looked at, before anything is done. */
async function settle(action: Action, today: Day, house: ActionHouse): Promise<Outcome> {
  const { watched, unit, view, found } = action
  if (view === 'seats' && house.reclaimed)
    return { kind: 'seats', since: today, told: await seatsSince(today, today, house) }
  if (watched === null) return { kind: 'none' }
  if (unit === null)
    return {
      kind: 'unplanned',
      ...watched,
      why: 'the whole company has nobody to be compared with',
    }
  const weeks = await house.unitWeeks(watched.metric, today)
  const all = await house.actions.list()
  const others = all.filter((one) => one.unit !== null && one.id !== action.id)
  const busy = others.filter(({ state }) => state.kind === 'taken' || state.kind === 'done')
  const plan = planned({
    unit,
    weeks,
    found,
    acted: unitsOf(busy),
    alsoFound: unitsOf(others.filter((one) => one.view === view)),
    week,
  })
  return 'why' in plan
    ? { kind: 'unplanned', ...watched, why: plan.why }
    : { kind: 'planned', ...watched, plan }
}

/** Writes what a digest tells down as actions. */
export async function recommend(
  findings: readonly Finding[],
  { asOf, now }: { readonly asOf: Day; readonly now: number },
  actions: ActionBook,
): Promise<void> {
  const found = findings.map(({ key, view, unit, says, action, watched = null }) => ({
    key,
    view,
    unit,
    says,
    action,
    watched,
    week: addDays(asOf, -7),
  }))
  await actions.propose(found, now)
}

/** Keys of findings that are kept out of digests. */
export async function quietKeys(actions: ActionBook, today: Day): Promise<ReadonlySet<string>> {
  const quiet = (await actions.list()).filter((action) => isQuiet(action, today))
  return new Set(quiet.map(({ key }) => key))
}

const unitsOf = (actions: readonly Action[]): ReadonlySet<string> =>
  new Set(actions.flatMap(({ unit }) => (unit === null ? [] : [unit])))

/** So long missing weeks are waited for; afterwards those before it are no longer looked at. */
const GRACE_DAYS = 28

/** Judges every action whose weeks are over, once. Never rejects. */
export async function judgeActions(house: ActionHouse): Promise<number> {
  const { actions, clock, workspace, log } = house
  try {
    const now = clock.now()
    const today = dayAt(now, await workspace.zone())
    let told = 0
    for (const action of await actions.list()) {
      const { outcome, state } = action
      if (outcome.kind !== 'planned') continue
      const on = judgedOn(outcome.plan.after)
      if (on === undefined || on > today) continue
      const { metric, wanted, plan } = outcome
      const weeks = await house.unitWeeks(metric, today)
      const result = plan.draw ? judgedDraw(plan, plan.draw, weeks) : judged(plan, weeks)
      // Weeks that are missing may come yet.
      if (result.verdict === 'not known' && today < addDays(on, GRACE_DAYS)) continue
      const next: Outcome = { kind: 'judged', metric, wanted, plan, judged: result, at: now }
      if (await actions.change(action, { state, outcome: next }, undefined)) told += 1
    }
    return told
  } catch (error) {
    log.error(fault(error), 'What became of actions could not be judged')
    return 0
  }
}
