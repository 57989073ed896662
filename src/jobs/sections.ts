import type { Decision, Place } from '#core/access/access.ts'
import { statusMessage } from '#core/collect/status-message.ts'
import { buildMessage } from '#core/command/build.ts'
import type { Command } from '#core/command/command.ts'
import { contractMessage } from '#core/contract/message.ts'
import { withDeliveries } from '#core/delivery/health.ts'
import { sinkParts } from '#core/siem/status-message.ts'
import { dayAt } from '#core/time/day.ts'
import type { AskRequest } from '#ports.ts'

import { askActions } from './actions.ts'
import { askAlerts } from './ask-alerts.ts'
import { askDigest } from './ask-digest.ts'
import { askGovernance } from './ask-governance.ts'
import { askMetrics } from './ask-metrics.ts'
import { askSignals } from './ask-signals.ts'
import { baselineCommand } from './baseline-command.ts'
import { daysOf } from './dated.ts'
import { askExplain } from './explain.ts'
import { askAccuracy } from './forecasts.ts'
import { lateNow } from './late-now.ts'
import { limitsCommand } from './limits-command.ts'
import { askPolicy } from './may-ask.ts'
import { missingContracts } from './missing-contracts.ts'
import { notesCommand } from './notes-command.ts'
import { absent, type Ended, ended, type Reads } from './outcome.ts'
import { budgetCommand } from './person-budgets.ts'
import { rolesCommand } from './roles-command.ts'
import { savedCommand } from './saved-questions.ts'
import { subscribeCommand } from './subscribe-command.ts'
import { subscriptionsCommand } from './subscriptions-command.ts'
import { askApprovals, askTrail } from './trail-questions.ts'
import { askWhy } from './why.ts'

/** Commands that ask for something else than the numbers of a period. */
type Section = Exclude<Command, { readonly kind: 'ask' | 'help' | 'me' | 'reconcile' }>

/** Who asks what, once it is decided that they may. */
export type Asked = {
  readonly request: AskRequest
  readonly decision: Extract<Decision, { allowed: true }>
  readonly place: Place
  readonly command: string
}

export async function askSection(parsed: Section, asked: Asked, house: Reads): Promise<Ended> {
  const { request, decision, command } = asked
  switch (parsed.kind) {
    case 'status':
      return status(command, house)
    case 'build':
      return ended('answered', { command, detail: { help: true } }, buildMessage())
    case 'contract':
      return contracts(house)
    case 'explain':
      return askExplain(parsed, request, house)
    case 'why':
      return askWhy(parsed, { request, decision }, house)
    case 'metrics':
      return askMetrics(parsed, command)
    case 'privacy':
      return askPolicy(command, house)
    case 'roles':
      return rolesCommand(parsed, request, house)
    case 'approvals':
      return house.approvals ? askApprovals(parsed, request, house.approvals) : absent(command)
    case 'alert':
    case 'alerts':
      return askAlerts(parsed, request, house)
    case 'budget':
      return budgetCommand(parsed, request, house)
    case 'actions':
      return house.actions ? askActions(parsed, request, house.actions) : absent(command)
    case 'accuracy':
      return house.forecasts ? askAccuracy(command, house.forecasts) : absent(command)
    case 'baseline':
      return baselineCommand(parsed, request, house)
    case 'limits':
      return limitsCommand(parsed, request, house)
    case 'notes':
      return notesCommand(parsed, request, house)
    case 'digest':
      return askDigest(parsed, asked, house)
    case 'save':
    case 'saved':
      return savedCommand(parsed, asked, house)
    case 'subscribe':
      return subscribeCommand(parsed, request, house)
    case 'subscriptions':
      return subscriptionsCommand(parsed, request, house)
    case 'audit': {
      const dated = await daysOf(parsed, command, house)
      if ('kind' in dated) return dated
      const { span, zone } = dated
      const { trail } = house
      return trail ? askTrail(parsed, { period: span.period, zone }, trail) : absent(command)
    }
    case 'signals': {
      const dated = await daysOf(parsed, command, house)
      return 'kind' in dated ? dated : askSignals(parsed, { ...asked, ...dated }, house)
    }
    case 'governance': {
      const dated = await daysOf(parsed, command, house)
      if ('kind' in dated) return dated
      const { view } = decision
      return askGovernance(parsed, { viewer: request.viewer, view, command, ...dated }, house)
    }
  }
}

async function status(command: string, house: Reads): Promise<Ended> {
  const now = house.clock.now()
  const streams = (await house.status?.()) ?? []
  const forwarding = sinkParts((await house.sinks?.()) ?? [], now)
  const withoutContract = await missingContracts(house)
  const late = await lateNow(house)
  const collected = statusMessage(streams, now, { withoutContract, forwarding, late })
  const sending = await house.subscribing?.outbox.health(now)
  const message = sending
    ? withDeliveries(collected, sending, await house.workspace.zone())
    : collected
  return ended('answered', { command, detail: { status: true } }, message)
}

async function contracts(house: Reads): Promise<Ended> {
  const today = dayAt(house.clock.now(), await house.workspace.zone())
  const book = (await house.contracts?.list(today)) ?? { contracts: [], missing: [] }
  const detail = { contracts: book.contracts.length }
  return ended('answered', { command: 'contract', detail }, contractMessage(book, today))
}
