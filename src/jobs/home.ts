import { type Decision, type Viewer, viewerName } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import { type Action, RULES } from '#core/access/rules.ts'
import { alertMessage } from '#core/alert/message.ts'
import type { Ask } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { sentLine } from '#core/delivery/list.ts'
import { COURSE, courseLines, weeksBefore } from '#core/home/course.ts'
import { examplesFor } from '#core/home/examples.ts'
import type { ComposeHome, Home } from '#core/home/home.ts'
import { type HomeFacts, homeMessage, refusedHome } from '#core/home/message.ts'
import { failedMessage, notAuditedMessage } from '#core/message/trouble.ts'
import { decideWithin } from '#core/policy/within.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'
import { equalLengthBefore } from '#core/time/period.ts'
import type { AskRequest, Audit, Log } from '#ports.ts'

import { mayAsk } from './may-ask.ts'
import type { Ended, Reads, Taken } from './outcome.ts'
import { takeQuestion } from './question.ts'
import { savedOf } from './saved-questions.ts'
import { scopesOf } from './scopes.ts'
import { listed } from './subscribe-command.ts'
import { fault, record, reference } from './trouble.ts'

export type HomeHouse = Reads & { readonly audit: Audit; readonly log: Log }
type Opened = Pick<AskRequest, 'viewer' | 'place'>
type Allowed = Extract<Decision, { allowed: true }>

/**
 * Someone's page of their own, by the rights they have now. It shows numbers, so it leaves an audit row
 * like a question; without its row it shows none. Never rejects.
 */
export function composeHome(house: HomeHouse): ComposeHome {
  return async (opened) => {
    try {
      return await home(opened, ofOnePage(house))
    } catch (error) {
      const ref = reference(house.clock)
      house.log.error({ reference: ref, ...fault(error) }, 'A home page could not be made')
      return { message: failedMessage(ref), contacts: false }
    }
  }
}

async function home(opened: Opened, house: HomeHouse): Promise<Home> {
  const { viewer, place } = opened
  const asked = { viewer, place: placeOf(place), action: 'ask company' } as const
  const decision = await mayAsk(asked, house)
  if (!decision.allowed) {
    const { reason, says, mayAskForAccess } = decision
    const detail = { reason, home: true }
    await record(
      { ...opened, text: '' },
      { ...ROW, command: '', outcome: 'refused', detail },
      house,
    )
    return { message: refusedHome(says, mayAskForAccess), contacts: true }
  }
  const zone = await house.workspace.zone()
  const today = dayAt(house.clock.now(), zone)
  const [{ unwritten, ...numbers }, facts] = await Promise.all([
    recordedNumbers(opened, { decision, today }, house),
    factsFor(opened, { today, zone }, house),
  ])
  if (unwritten !== undefined) return { message: notAuditedMessage(unwritten), contacts: false }
  const contacts = numbers.headline.mayAskForAccess
  const own = decision.view === 'published' ? OWN : []
  const examples = numbers.told ? facts.examples : own
  return { message: homeMessage({ ...numbers, ...facts, examples }), contacts }
}

/** The policy and the zone are asked for at every step: one page is of one moment, and reads them once. */
function ofOnePage(house: HomeHouse): HomeHouse {
  const { policyInForce, workspace } = house
  return {
    ...house,
    ...(policyInForce && { policyInForce: once(() => policyInForce()) }),
    workspace: { ...workspace, zone: once(() => workspace.zone()) },
  }
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let kept: Promise<Value> | undefined
  return () => (kept ??= read())
}

/** The first sentence and the weeks behind it, or the reference of why their row could not be written. */
async function recordedNumbers(
  opened: Opened,
  found: { readonly decision: Allowed; readonly today: Day },
  house: HomeHouse,
) {
  const text = await headlineFor(opened, found, house)
  const taken = await takeQuestion({ ...opened, text }, house)
  const course = taken.kind === 'taken' ? await courseOf(taken, house) : []
  const { command, detail } = taken
  const outcome = taken.kind === 'taken' ? 'answered' : taken.outcome
  const row = { ...ROW, command, outcome, detail: { ...detail, home: true, weeks: course.length } }
  const unwritten = await record({ ...opened, text }, row, house)
  const told = taken.kind !== 'taken' || !taken.empty || (await isTold(taken, house))
  return { unwritten, headline: headlineOf(taken, text), course, told }
}

/** The weeks of what the first sentence is about, read as that was. */
async function courseOf({ answered, view }: Taken, house: HomeHouse): Promise<readonly string[]> {
  const reader = view === 'published' ? house.published : house.usage
  const { ask, today } = answered
  if (reader === undefined) return []
  const resolved = await scopesOf(ask, reader)
  if ('unresolved' in resolved) return []
  const period = weeksBefore(today)
  const span = {
    period,
    previous: equalLengthBefore(period),
    grain: 'week',
    partial: false,
  } as const
  const { scope } = resolved
  const measured = await reader.measure({ ...span, metrics: COURSE, scope, today })
  return courseLines({ ...answered, span, measured })
}

/** What is there before anything is published. */
const OWN: HomeFacts['examples'] = [{ command: 'me 30d', says: 'your own numbers' }]

/** Whether what someone reads has any number. */
async function isTold({ view }: Taken, { usage, published }: HomeHouse): Promise<boolean> {
  return (view === 'published' ? published : usage)?.hasUsage() ?? false
}

const ROW = { action: 'ask' } as const

/**
 * The question of the page's first sentence: this month so far for who reads exact numbers, the last
 * whole month for who reads published ones; of the units that someone leads.
 */
async function headlineFor(
  { viewer, place: name }: Opened,
  { decision, today }: { readonly decision: Allowed; readonly today: Day },
  house: HomeHouse,
): Promise<string> {
  const place = placeOf(name)
  const units = await mayAsk({ viewer, place, action: 'ask units' }, house)
  const own = units.allowed ? units.within : undefined
  const filters = own === undefined ? {} : { team: own }
  const first = `${today.slice(0, 8)}01` as Day
  const whole: Ask = { kind: 'ask', filters, period: { kind: 'last-month' } }
  if (decision.view !== 'exact' || today === first) return format(whole)
  return format({
    ...whole,
    period: { kind: 'range', from: first, to: addDays(today, -1) },
    vs: { kind: 'last-month' },
  })
}

function headlineOf(found: Ended | Taken, text: string): HomeFacts['headline'] {
  const { message } = found
  const facts = message.parts.flatMap((part) => (part.kind === 'facts' ? [part] : []))
  // What tells no number tells none again.
  const answered = found.kind === 'taken' && !found.empty
  const wants = message.parts.some(
    (part) =>
      part.kind === 'buttons' && part.buttons.some(({ act }) => act.kind === 'ask-for-access'),
  )
  return {
    says: message.summary,
    facts: facts[0]?.facts ?? [],
    command: answered ? text : undefined,
    mayAskForAccess: wants,
  }
}

async function factsFor(
  opened: Opened,
  { today, zone }: { readonly today: Day; readonly zone: string },
  house: HomeHouse,
): Promise<Omit<HomeFacts, 'headline' | 'course' | 'told'>> {
  const { viewer } = opened
  const [may, units] = await Promise.all([
    allowed(opened, house),
    mayAsk({ viewer, place: placeOf(opened.place), action: 'ask units' }, house),
  ])
  const ownUnits = units.allowed && units.within !== undefined
  const [saved, sent, actions, alerts] = await Promise.all([
    savedOf(opened, house),
    sentTo(viewer, house),
    may.has('actions') ? house.actions?.actions.list() : undefined,
    may.has('alerts list') ? house.alerts?.open() : undefined,
  ])
  const own = viewerName(viewer)
  return {
    saved,
    subscriptions: sent,
    actions: (actions ?? []).flatMap(({ id, says, state }) =>
      state.kind === 'taken' && state.owner === own
        ? [{ id, says, due: state.due, late: state.due < today }]
        : [],
    ),
    alerts: alerts?.map((alert) => alertMessage(alert, { zone }).summary),
    role: roleOf(viewer),
    may: [...may].filter(isWorthSaying).map((action) => RULES[action].says),
    examples: examplesFor({ may, ownUnits }),
  }
}

/** Everything this person may do on a page that only they read. */
async function allowed(
  { viewer, place: name }: Opened,
  house: Reads,
): Promise<ReadonlySet<Action>> {
  const place = placeOf(name)
  const held = await house.policyInForce?.()
  const actions = Object.keys(RULES) as Action[]
  return new Set(
    actions.filter((action) => decideWithin({ viewer, place, action }, held?.policy).allowed),
  )
}

const NUMBERS: ReadonlySet<Action> = new Set(['ask company', 'ask units', 'ask people', 'me'])

/** What is about numbers, and what not everybody may. */
const isWorthSaying = (action: Action): boolean =>
  NUMBERS.has(action) || !['none', 'self'].includes(RULES[action].alone.member)

async function sentTo(viewer: Viewer, { subscribing }: Reads): Promise<readonly string[]> {
  if (viewer.kind !== 'member' || subscribing === undefined) return []
  const { platform, workspace, id: owner } = viewer
  const all = await subscribing.subscriptions.list({ platform, workspace, owner })
  return all.map((one) => sentLine(listed(one)))
}
