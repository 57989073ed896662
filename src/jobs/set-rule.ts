import { viewerName } from '#core/access/access.ts'
import { readers } from '#core/access/place.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { isSamePlace } from '#core/alert/route.ts'
import type { RuleRow } from '#core/alert/rule.ts'
import { rulesMessage, stateOf } from '#core/alert/rules-message.ts'
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
  const placed = to === undefined || to === null ? to : await alertPlace(to, request, house)
  const mutedUntil = hours === 0 ? null : hours && clock.now() + hours * 3_600_000
  const known = await alerts.setRule(rule, {
    builtIn: ALL_RULES.find(({ id }) => id === rule)?.on,
    ...(placed !== undefined && { target: placed && placed.target }),
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
  const rules = await alerts.rules()
  const now = clock.now()
  const state = stateOf(rule, rules, { zone, now }) ?? ''
  const read = placed ? readers(placed.place) : undefined
  const usual = await house.alertTargets()
  const apart = placed && !usual.some((one) => isSamePlace(one, placed.target))
  const alone = apart ? 'Its alerts go there, and no longer where all others go.' : ''
  const did = [`Rule ${rule} is ${state}.`, alone, read ?? ''].filter((one) => one !== '').join(' ')
  return rulesMessage(rules, { zone, now, undo: undoOf(asked, was), did })
}

/** What takes all of it back. */
function undoOf(
  { rule, to, quiet, hours, limit }: AlertRuleSet,
  was: RuleRow | undefined,
): string | undefined {
  const spec = was?.spec
  const back = {
    ...(to !== undefined && { to: was?.target?.id ?? null }),
    ...(quiet !== undefined && { quiet: was?.quiet ?? null }),
    ...(hours !== undefined && hours > 0 && { hours: 0 }),
    ...(limit !== undefined &&
      spec &&
      spec.kind !== 'unusual' && { limit: Number(typedAmount(spec, spec.amount)) }),
  }
  const nothing = Object.keys(back).length === 0
  return nothing ? undefined : formatRuleSet({ kind: 'alert', act: 'rule', rule, ...back })
}

/** @throws UserError where a rule has no limit */
function withLimit(was: RuleRow | undefined, limit: number): NumberSpec {
  if (!was?.spec || was.spec.kind === 'unusual')
    throw new UserError('That rule has no limit', 'See which do: alerts rules')
  return { ...was.spec, amount: amountTyped(was.spec, limit) }
}
