import { viewerName } from '#core/access/access.ts'
import { decide } from '#core/access/decide.ts'
import { placeOf } from '#core/access/place.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { RuleRow, RuleTarget } from '#core/alert/rule.ts'
import { rulesMessage } from '#core/alert/rules-message.ts'
import { ALL_RULES } from '#core/alert/rules.ts'
import { amountTyped, typedAmount } from '#core/alert/tuning.ts'
import { formatRuleSet } from '#core/command/alert-rule.ts'
import type { AlertRuleSet } from '#core/command/command.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { AskRequest } from '#ports.ts'

import type { Reads } from './outcome.ts'
import type { AlertHouse } from './raise-alerts.ts'

type House = AlertHouse & Pick<Reads, 'subscribing'>

/** Where a rule's alerts go, when it is quiet, how long it is silent. @throws UserError */
export async function setRule(
  asked: AlertRuleSet,
  request: AskRequest,
  house: House,
): Promise<Message> {
  const { alerts, clock } = house
  const { rule, to, quiet, hours, limit } = asked
  const was = (await alerts.rules()).find((one) => one.rule === rule)
  const spec = limit === undefined ? undefined : withLimit(was, limit)
  const target = to === undefined || to === null ? to : await targetOf(to, request, house)
  const mutedUntil = hours === 0 ? null : hours && clock.now() + hours * 3_600_000
  const known = await alerts.setRule(rule, {
    builtIn: ALL_RULES.find(({ id }) => id === rule)?.on,
    ...(target !== undefined && { target }),
    ...(quiet !== undefined && { quiet }),
    ...(mutedUntil !== undefined && { mutedUntil }),
    ...(spec && { spec }),
    row: {
      at: clock.now(),
      viewer: viewerName(request.viewer),
      place: request.place,
      action: 'alert',
      command: redact(asked),
      outcome: 'done',
      detail: { rule },
    },
  })
  if (!known) throw new UserError(`There is no rule ${rule}`, 'See which there are: alerts rules')
  const zone = await house.workspace.zone()
  return rulesMessage(await alerts.rules(), { zone, now: clock.now(), undo: undoOf(asked, was) })
}

/** What takes back one change; several at once are taken back one by one. */
function undoOf(
  { rule, limit, hours }: AlertRuleSet,
  was: RuleRow | undefined,
): string | undefined {
  if (limit !== undefined && was?.spec && was.spec.kind !== 'unusual')
    return formatRuleSet({
      kind: 'alert',
      act: 'rule',
      rule,
      limit: Number(typedAmount(was.spec, was.spec.amount)),
    })
  return hours === undefined || hours === 0 ? undefined : `alert rule ${rule} silence:none`
}

/** @throws UserError where a rule has no limit */
function withLimit(was: RuleRow | undefined, limit: number): NumberSpec {
  if (!was?.spec || was.spec.kind === 'unusual')
    throw new UserError('That rule has no limit', 'See which do: alerts rules')
  return { ...was.spec, amount: amountTyped(was.spec, limit) }
}

async function targetOf(
  to: string,
  { viewer, place }: AskRequest,
  { subscribing }: House,
): Promise<RuleTarget> {
  if (viewer.kind === 'operator' || !subscribing)
    throw new UserError('A channel is found by the chat it is in', 'Type it there.')
  const { platform, workspace, id } = viewer
  const here = placeOf(place)
  if (to === 'here' && here.kind === 'terminal')
    throw new UserError('A terminal is no place to send to', 'Write to:me, or a channel.')
  const channel = to === 'here' && here.kind !== 'terminal' ? here.channel : to
  const alone = to === 'me' || (to === 'here' && here.kind === 'dm')
  const found = await subscribing.chats.find(
    alone
      ? { platform, workspace, kind: 'person', id }
      : { platform, workspace, kind: 'channel', id: channel },
  )
  const may = decide(viewer, found.place, 'help')
  if (!may.allowed) throw new UserError(may.says, 'Choose a channel of your own workspace.')
  return { ...found.target, name: found.name }
}
