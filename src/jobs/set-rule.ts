import { viewerName } from '#core/access/access.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import { rulesMessage } from '#core/alert/rules-message.ts'
import { ALL_RULES } from '#core/alert/rules.ts'
import { amountTyped, typedAmount } from '#core/alert/tuning.ts'
import { formatRuleSet } from '#core/command/alert-rule.ts'
import type { AlertRuleSet } from '#core/command/command.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import type { Message } from '#core/message/message.ts'
import type { AskRequest } from '#ports.ts'

import { alertPlace } from './alert-place.ts'
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
  const target =
    to === undefined || to === null ? to : (await alertPlace(to, request, house)).target
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
