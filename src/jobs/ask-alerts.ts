import { viewerName } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import { act, type Acted } from '#core/alert/act.ts'
import { actedMessage } from '#core/alert/acted.ts'
import type { Alert } from '#core/alert/alert.ts'
import { alertsMessage } from '#core/alert/alerts-message.ts'
import type { AlertsCommand } from '#core/alert/command.ts'
import { alertMessage, factsFor, type Sight } from '#core/alert/message.ts'
import { findsOf, rulesMessage, stateOf, switchedWords } from '#core/alert/rules-message.ts'
import { ALL_RULES, isOn } from '#core/alert/rules.ts'
import { whyMessage } from '#core/alert/why-message.ts'
import { formatSpec } from '#core/command/alert-when.ts'
import type { AlertCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { listRoutes, setRoute, unroute } from './alert-routes.ts'
import { askAllowed } from './ask-allowed.ts'
import { assignee } from './assign-alert.ts'
import { looked } from './looked.ts'
import { makeRule, needsPeople } from './number-rules.ts'
import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { type AlertHouse, delivering } from './raise-alerts.ts'
import { setRule } from './set-rule.ts'
import { askTuning, tuningOf } from './tune-rule.ts'

const DAY_MS = 24 * 3_600_000
const WEEK_MS = 7 * DAY_MS

type House = Reads & AlertHouse

/** What is open, or the rules; or a word on one of either. */
export async function askAlerts(
  asked: AlertCommand | AlertsCommand,
  request: AskRequest,
  reads: Reads,
): Promise<Ended> {
  const { alerts, alertTargets, policyInForce } = reads
  const command = redact(asked)
  if (!alerts || !alertTargets || !policyInForce) return absent(command)
  const house = { ...reads, alerts, alertTargets, policyInForce }
  try {
    return await answer(asked, request, house)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'alert' }
    return ended('refused', { command, detail }, mistakeMessage(error, namedIn(error)))
  }
}

/** The command a mistake's way out ends with, if it names one: it is the button under it. */
const namedIn = ({ fix }: UserError): string =>
  /: (?<command>alerts?(?: [\w-]+)*)$/u.exec(fix)?.groups?.['command'] ?? 'alerts'

async function answer(
  asked: AlertCommand | AlertsCommand,
  request: AskRequest,
  house: House,
): Promise<Ended> {
  const { alerts, clock, logPages = new Map() } = house
  const command = redact(asked)
  const zone = await house.workspace.zone()
  const said = (message: Message, detail: AuditRow['detail'] = {}) =>
    ended('answered', { command, detail }, message)
  if (asked.kind === 'alerts') {
    if (asked.act === 'rules')
      return said(rulesMessage(await alerts.rules(), { zone, now: clock.now() }))
    if (asked.act === 'routes') return said(await listRoutes(request, house))
    const open = await alerts.open()
    const tallied = await alerts.tallied(clock.now() - WEEK_MS)
    const message = alertsMessage({ open, tallied }, zone)
    // The list names nobody, so a look at it is a look at no person.
    const listed = open.map((alert) => ({ ...alert, actors: [], facts: factsFor(alert, {}) }))
    return { ...said(message, { open: open.length }), report: { command, open: listed, tallied } }
  }
  if (asked.act === 'when') {
    const { message, made } = await makeRule(asked, request, house)
    return made
      ? said(message)
      : ended('misread', { command, detail: { reason: 'unresolved' } }, message)
  }
  if (asked.act === 'allow') {
    const { exact = false } = sightOf(request)
    const { message, changed } = await askAllowed(asked, { ...request, exact }, house)
    return said(message, { changed })
  }
  if (asked.act === 'rule') return said(await setRule(asked, request, house))
  if (asked.act === 'route') return said(await setRoute(asked, request, house))
  if (asked.act === 'unroute') return said(await unroute(asked, request, house))
  if (asked.act === 'tune') return said(await askTuning(asked.rule, house))
  if (asked.act === 'why') return said(await why(asked.rule, { zone, house }))
  if ('rule' in asked) return said(await switched(asked, request, house))
  if (asked.act === 'show') {
    const found = await alerts.find(asked.id)
    if (!found) throw none(asked.id)
    const sight = sightOf(request)
    const alert = { ...found, facts: factsFor(found, sight) }
    return {
      ...said(alertMessage(found, { zone, sight, logPages }), seen(found, request)),
      action: 'alert',
      report: { command, alert },
    }
  }
  const acted = await acting(asked, request, house)
  const message = actedMessage(acted, { id: asked.id, zone, sight: sightOf(request), logPages })
  const { exact = false } = sightOf(request)
  const tuned =
    asked.act === 'noise' && acted.kind !== 'refused'
      ? await tuningOf(alertIn(acted).rule, { exact, house })
      : []
  const parts = [...message.parts, ...tuned]
  return said({ ...message, parts }, { alert: asked.id, result: acted.kind })
}

/** Whoever may ask here reads alone, and an audit row names whom they are shown. */
const sightOf = ({ viewer }: AskRequest): Sight => ({
  people: true,
  exact: viewer.kind === 'operator' || (viewer.admin && viewer.person === true),
})

const seen = ({ id = 0, actors }: Alert, { viewer }: AskRequest): AuditRow['detail'] => ({
  alert: id,
  ...looked(
    actors.map(({ name }) => name),
    roleOf(viewer),
  ),
})

async function why(
  rule: string,
  { zone, house }: { readonly zone: string; readonly house: House },
): Promise<Message> {
  const { alerts, clock } = house
  const now = clock.now()
  const set = await alerts.rules()
  const state = stateOf(rule, set, { zone, now })
  const finds = findsOf(rule, set)
  if (state === undefined || finds === undefined)
    throw new UserError(`There is no rule ${rule}`, 'See which there are: alerts rules')
  const tallied = await alerts.tallied(now - WEEK_MS)
  return whyMessage(rule, { state, finds, tallied, exceptions: await alerts.exceptions() })
}

const none = (id: number): UserError =>
  new UserError(`There is no alert ${id}`, 'See what is open: alerts')

type Word = Extract<AlertCommand, { readonly id: number }>

/** Someone's word on an alert, in one transaction with its row in the audit trail. */
async function acting(asked: Word, request: AskRequest, house: House): Promise<Acted> {
  const { viewer, place } = request
  const at = house.clock.now()
  const by = viewerName(viewer)
  const { id } = asked
  if (asked.act === 'show') throw new Error('a look changes nothing')
  const given = asked.act === 'assign' ? await assignee(asked, request, house) : undefined
  const rest = {
    ...(asked.act === 'silence' && { forMs: asked.hours * 3_600_000 }),
    ...(asked.act === 'silence' && asked.reason && { reason: asked.reason }),
    ...(given && { to: given.name }),
  }
  const kind = asked.act
  const acted = await house.alerts.act(id, {
    selves: [viewer.kind === 'operator' ? null : viewer.self, ...(given ? [given.self] : [])],
    change: (alert, own, again) => act(alert, { kind, by, at, ...rest }, own, again),
    row: (result): AuditRow => ({
      at,
      viewer: by,
      place,
      action: 'alert',
      command: redact(asked),
      outcome: result.kind === 'refused' ? 'refused' : 'done',
      detail:
        result.kind === 'refused'
          ? { alert: id, result: result.why }
          : { ...seen(alertIn(result), request), result: result.kind },
    }),
    deliver: await delivering(house, await house.alerts.rules()),
  })
  if (!acted) throw none(id)
  return acted
}

const alertIn = (acted: Exclude<Acted, { readonly kind: 'refused' }>): Alert =>
  acted.kind === 'done' ? acted.change.alert : acted.alert

const undoOf = (word: 'enable' | 'disable', rule: string): string =>
  `alert ${word === 'enable' ? 'disable' : 'enable'} ${rule}`

type Switch = Extract<AlertCommand, { readonly act: 'enable' | 'disable' | 'remove' }>

async function switched(
  { act: word, rule }: Switch,
  { viewer, place }: AskRequest,
  house: House,
): Promise<Message> {
  const set = await house.alerts.rules()
  const own = ALL_RULES.find(({ id }) => id === rule)
  const builtIn = own !== undefined
  const made = set.find((one) => one.rule === rule)
  const wasOn = own ? isOn(own, set) : made?.on === true
  if (builtIn && word === 'remove')
    throw new UserError(`${rule} is built in`, `Switch it off: alert disable ${rule}`)
  if (word === 'enable' && !builtIn && made?.spec) await needsPeople(made.spec, house)
  const row: AuditRow = {
    at: house.clock.now(),
    viewer: viewerName(viewer),
    place,
    action: 'alert',
    command: format({ kind: 'alert', act: word, rule }),
    outcome: 'done',
    detail: { rule, on: word === 'enable' },
  }
  const known =
    word === 'remove'
      ? await house.alerts.remove(rule, row)
      : await house.alerts.turnRule(rule, { on: word === 'enable', builtIn, row })
  if (!known) throw new UserError(`There is no rule ${rule}`, 'See which there are: alerts rules')
  const zone = await house.workspace.zone()
  const undo = wasOn === (word === 'enable') || word === 'remove' ? undefined : undoOf(word, rule)
  const again = word === 'remove' && made?.spec ? formatSpec(made.spec) : undefined
  const did = switchedWords({ word, rule, wasOn })
  const now = house.clock.now()
  return rulesMessage(await house.alerts.rules(), { zone, now, undo, again, did })
}
