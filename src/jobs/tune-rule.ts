import { startOf } from '#core/alert/crossing.ts'
import { ALL_RULES, BUILT_IN } from '#core/alert/rules.ts'
import { sharedKey } from '#core/alert/rules/shared-key.ts'
import { RATED_DAYS, type Tunable, tuningMessage, tuningParts } from '#core/alert/tuning.ts'
import { UserError } from '#core/errors.ts'
import type { Message, Part } from '#core/message/message.ts'
import { addDays, dayAt } from '#core/time/day.ts'

import type { Reads } from './outcome.ts'
import type { AlertHouse } from './raise-alerts.ts'
import { seenOf } from './rule-days.ts'

const DAY_MS = 24 * 3_600_000

type House = AlertHouse & Pick<Reads, 'usage'>

/** What a change of a rule would have kept back. @throws UserError */
export async function askTuning(rule: string, house: House): Promise<Message> {
  return tuningMessage(await tunable(rule, { exact: true, house }))
}

/** The same, of a rule whose alert was just rated noise; nothing where that is seldom. */
export async function tuningOf(
  rule: string,
  from: { readonly exact: boolean; readonly house: House },
): Promise<readonly Part[]> {
  return tuningParts(await tunable(rule, from))
}

/** `exact`: for who may see when a rule on a number would have told something. */
async function tunable(
  rule: string,
  { exact, house }: { readonly exact: boolean; readonly house: House },
): Promise<Tunable> {
  const { alerts, clock, workspace } = house
  const now = clock.now()
  const row = (await alerts.rules()).find((one) => one.rule === rule)
  if (!row && !ALL_RULES.some(({ id }) => id === rule))
    throw new UserError(`There is no rule ${rule}`, 'See which there are: alerts rules')
  const spec = row?.spec ?? null
  const today = dayAt(now, await workspace.zone())
  const from = spec?.kind === 'limit' ? startOf(addDays(today, -RATED_DAYS), spec.per) : today
  const seen =
    exact && spec?.kind === 'limit'
      ? await seenOf(spec, { from, to: addDays(today, -1) }, house)
      : undefined
  return {
    rule,
    spec,
    passesOver: [...BUILT_IN, sharedKey].some(({ id }) => id === rule),
    rated: await alerts.rated(rule, now - RATED_DAYS * DAY_MS),
    weekFrom: now - 7 * DAY_MS,
    days: seen && 'days' in seen ? seen.days : undefined,
  }
}
