import { viewerName } from '#core/access/access.ts'
import { act, type Acted } from '#core/alert/act.ts'
import { actedMessage } from '#core/alert/acted.ts'
import { alertMessage, alertsMessage } from '#core/alert/message.ts'
import { rulesMessage } from '#core/alert/rules-message.ts'
import { BUILT_IN } from '#core/alert/rules.ts'
import type { AlertCommand, AlertsCommand } from '#core/command/command.ts'
import { format } from '#core/command/format.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import { mistakeMessage } from '#core/message/trouble.ts'
import type { AskRequest, AuditRow } from '#ports.ts'

import { makeRule } from './number-rules.ts'
import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { type AlertHouse, delivering } from './raise-alerts.ts'

const WEEK_MS = 7 * 24 * 3_600_000

type House = Reads & AlertHouse

/** What is open, or the rules; or a word on one of either. */
export async function askAlerts(
  asked: AlertCommand | AlertsCommand,
  request: AskRequest,
  reads: Reads,
): Promise<Ended> {
  const { alerts, alertTargets } = reads
  const command = redact(asked)
  if (!alerts || !alertTargets) return absent(command)
  const house = { ...reads, alerts, alertTargets }
  try {
    return await answer(asked, request, house)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const detail = { reason: 'alert' }
    return ended('refused', { command, detail }, mistakeMessage(error, 'alerts'))
  }
}

async function answer(
  asked: AlertCommand | AlertsCommand,
  request: AskRequest,
  house: House,
): Promise<Ended> {
  const { alerts, clock } = house
  const command = redact(asked)
  const zone = await house.workspace.zone()
  const said = (message: Message, detail: AuditRow['detail'] = {}) =>
    ended('answered', { command, detail }, message)
  if (asked.kind === 'alerts') {
    if (asked.act === 'rules') return said(rulesMessage(await alerts.rules()))
    const open = await alerts.open()
    const tallied = await alerts.tallied(clock.now() - WEEK_MS)
    const message = alertsMessage({ open, tallied }, zone)
    return { ...said(message, { open: open.length }), report: { command, open, tallied } }
  }
  if (asked.act === 'when') {
    const { message, made } = await makeRule(asked, request, house)
    return made
      ? said(message)
      : ended('misread', { command, detail: { reason: 'unresolved' } }, message)
  }
  if ('rule' in asked) return said(await switched(asked, request, house))
  if (asked.act === 'show') {
    const found = await alerts.find(asked.id)
    if (!found) throw none(asked.id)
    return { ...said(alertMessage(found, { zone })), report: { command, alert: found } }
  }
  const acted = await acting(asked, request, house)
  const message = actedMessage(acted, zone)
  return said(message, { alert: asked.id, result: acted.kind })
}

const none = (id: number): UserError =>
  new UserError(`There is no alert ${id}`, 'See what is open: alerts')

type Word = Extract<AlertCommand, { readonly id: number }>

/** Someone's word on an alert, in one transaction with its row in the audit trail. */
async function acting(asked: Word, { viewer, place }: AskRequest, house: House): Promise<Acted> {
  const at = house.clock.now()
  const by = viewerName(viewer)
  const { id } = asked
  if (asked.act === 'show') throw new Error('a look changes nothing')
  const rest =
    asked.act === 'silence'
      ? { forMs: asked.hours * 3_600_000, ...(asked.reason && { reason: asked.reason }) }
      : {}
  const kind = asked.act
  const acted = await house.alerts.act(id, {
    self: viewer.kind === 'operator' ? null : viewer.self,
    change: (alert, own) => act(alert, { kind, by, at, ...rest }, own),
    row: (result): AuditRow => ({
      at,
      viewer: by,
      place,
      action: 'alert',
      command: redact(asked),
      outcome: result.kind === 'refused' ? 'refused' : 'done',
      detail: { alert: id, result: result.kind === 'refused' ? result.why : result.kind },
    }),
    deliver: await delivering(house),
  })
  if (!acted) throw none(id)
  return acted
}

type Switch = Extract<AlertCommand, { readonly rule: string }>

async function switched(
  { act: word, rule }: Switch,
  { viewer, place }: AskRequest,
  house: House,
): Promise<Message> {
  const builtIn = BUILT_IN.some(({ id }) => id === rule)
  if (builtIn && word === 'remove')
    throw new UserError(`${rule} is built in`, `Switch it off: alert disable ${rule}`)
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
  return rulesMessage(await house.alerts.rules())
}
