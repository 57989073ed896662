import { crossings, startOf } from '#core/alert/crossing.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { ALL_RULES, BUILT_IN } from '#core/alert/rules.ts'
import { sharedKey } from '#core/alert/rules/shared-key.ts'
import {
  isOfSpan,
  limitsOf,
  type Rated,
  RATED_DAYS,
  type Tunable,
  tuningMessage,
  tuningParts,
} from '#core/alert/tuning.ts'
import { UserError } from '#core/errors.ts'
import type { Message, Part } from '#core/message/message.ts'
import { addDays, type Day, dayAt } from '#core/time/day.ts'

import { withPeople } from './number-rules.ts'
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
  const rated = await alerts.rated(rule, now - RATED_DAYS * DAY_MS)
  const told =
    exact && spec?.kind === 'limit'
      ? await toldAt(spec, { rule, rated, to: addDays(today, -1) }, house)
      : undefined
  return {
    rule,
    spec,
    passesOver: [...BUILT_IN, sharedKey].some(({ id }) => id === rule),
    rated,
    weekFrom: now - 7 * DAY_MS,
    told,
  }
}

/** Which of the spans it told of would be told of at each limit, as a back-test says it. */
async function toldAt(
  spec: Extract<NumberSpec, { readonly amount: number }>,
  {
    rule,
    rated,
    to,
  }: { readonly rule: string; readonly rated: readonly Rated[]; readonly to: Day },
  house: House,
): Promise<ReadonlyMap<number, ReadonlySet<Day>> | undefined> {
  const from = startOf(addDays(to, 1 - RATED_DAYS), spec.per)
  const seen = await seenOf(spec, { from, to }, house)
  if ('unresolved' in seen) return undefined
  const told = new Map<number, ReadonlySet<Day>>()
  for (const amount of limitsOf(spec)) {
    const found = crossings({ ...spec, amount }, seen.days).filter((crossing) =>
      rated.some((one) => isOfSpan(rule, one, crossing.from)),
    )
    const those = await withPeople(spec, found, house)
    told.set(amount, new Set(those.map((crossing) => crossing.from)))
  }
  return told
}
