import { viewerName } from '#core/access/access.ts'
import { type Action, stepped } from '#core/action/action.ts'
import { drawCommand, drawnMessage } from '#core/action/draw-words.ts'
import { drawn, notDrawable, plannedDraw } from '#core/action/draw.ts'
import { judgedOn } from '#core/action/outcome.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { type ActionHouse, week, wrong } from './action-house.ts'
import { absent, ended, type Ended } from './outcome.ts'

type Drawing = { readonly ids: readonly number[]; readonly today: Day }

/**
 * Draws which of several units start: the seed's hash is in the trail before anything is drawn, the seed
 * with every change that follows from it.
 */
export async function drawActions(
  { ids, today }: Drawing,
  { viewer, place }: AskRequest,
  house: ActionHouse,
): Promise<Ended> {
  const { actions: book, lots, audit, clock } = house
  const command = drawCommand(ids)
  if (!lots || !audit) return absent(command)
  const all = await book.list()
  const missing = ids.find((id) => !all.some((one) => one.id === id))
  if (missing !== undefined)
    return wrong(command, `There is no action ${missing}`, 'See them: actions')
  const chosen = all.filter(({ id }) => ids.includes(id)).toSorted((a, b) => a.id - b.id)
  const why = notDrawable(chosen, today)
  const watched = chosen[0]?.watched
  if (why !== undefined || !watched)
    return wrong(command, `It can't be drawn who starts: ${why}`, 'See what waits: actions')
  const weeks = await house.unitWeeks(watched.metric, today)
  const units = chosen.flatMap(({ unit }) => unit ?? [])
  const found = new Set(chosen.flatMap((one) => one.found))
  const [seed, now, by] = [lots.seed(), clock.now(), viewerName(viewer)]
  const row = (detail: AuditRow['detail']): AuditRow => ({
    at: now,
    viewer: by,
    place,
    action: 'action',
    command,
    outcome: 'done',
    detail,
  })
  // What can't be planned isn't drawn: none that is drawn is thrown away.
  const trial = plannedDraw({
    draw: { first: units, waits: [], seed, commitment: '' },
    weeks,
    found,
    week,
  })
  if ('why' in trial)
    return wrong(
      command,
      `It can't be told by a draw what comes of it: ${trial.why}`,
      'Take one on by itself: actions',
    )
  await audit.record(row({ draw: 'committed', commitment: lots.sha256(seed), teams: units.length }))
  const draw = drawn(units, { seed, sha256: lots.sha256 })
  const plan = plannedDraw({ draw, weeks, found, week })
  const until = 'why' in plan ? undefined : judgedOn(plan.after)
  if ('why' in plan || until === undefined) throw new Error('a draw lost its weeks')
  const changes = chosen.map((action) => {
    const starts = draw.first.includes(action.unit ?? '')
    const to = starts
      ? { state: taken(action, { by, today, now }), outcome: outcomeOf(action, plan) }
      : { state: { kind: 'snoozed', until, by } as const, outcome: action.outcome }
    const role = starts ? 'starts' : 'waits'
    return { read: action, to, row: row({ id: action.id, draw: role, seed }) }
  })
  if (!(await book.changeAll(changes)))
    return wrong(command, 'Somebody else has just changed one of them', 'Look again: actions')
  const message = drawnMessage({ draw, metric: watched.metric, until, visible: plan.visible })
  return ended(
    'answered',
    { command, detail: { actions: ids.length, first: draw.first.length } },
    message,
  )
}

function taken(
  action: Action,
  facts: { readonly by: string; readonly today: Day; readonly now: number },
) {
  const state = stepped(
    action.state,
    { kind: 'take' },
    { ...facts, after: (days) => addDays(facts.today, days) },
  )
  if ('refused' in state) throw new Error('an action that waits can be taken on')
  return state
}

function outcomeOf(
  { unit, watched }: Action,
  plan: Exclude<ReturnType<typeof plannedDraw>, { why: string }>,
): Action['outcome'] {
  if (unit === null || watched === null) throw new Error('a drawn action is of a team')
  return { kind: 'planned', ...watched, plan: { unit, ...plan } }
}
