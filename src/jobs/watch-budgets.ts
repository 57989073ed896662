import type { Platform } from '#core/access/access.ts'
import { startOf } from '#core/alert/crossing.ts'
import {
  budgetCrossings,
  budgetKey,
  budgetOf,
  highest,
  LATE_DAYS,
  pausedKey,
  type PersonBudget,
} from '#core/budget/budget.ts'
import { pausedMessage, reachedMessage } from '#core/budget/message.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import type { Held } from '#deliveries.ts'
import type { PersonBudgetBook } from '#ledgers.ts'
import type { LockWatch, Log, Reach } from '#ports.ts'

import { mayAsk } from './may-ask.ts'
import type { Reads } from './outcome.ts'
import { budgetDays } from './rule-days.ts'
import type { Numbers } from './rule-reads.ts'
import { fault } from './trouble.ts'

type RightsHouse = Pick<Reads, 'policyInForce'> & {
  readonly budgets: PersonBudgetBook
  readonly chats: Pick<Reach, 'viewer'>
}

type WatchHouse = Numbers &
  RightsHouse & {
    /** What is made in another chat is looked at where that is open. */
    readonly platforms: () => readonly Platform[]
    readonly lock: LockWatch
    readonly log: Log
  }

const LOOK_EVERY_MS = 10 * 60_000
/** Looked at in a minute: none may hold up what else is done. */
const MOST_AT_ONCE = 10

/**
 * Tells whoever made a budget of one person that a step of it was reached, by way of the outbox; pauses
 * those whose maker may not see people any more. Any number of processes ask. Never rejects.
 */
export async function watchBudgets(house: WatchHouse): Promise<void> {
  const { budgets, clock, lock, log } = house
  if (lock.held()) return
  const at = clock.now()
  const due = { before: at - LOOK_EVERY_MS, most: MOST_AT_ONCE, platforms: house.platforms() }
  try {
    for (const budget of await budgets.due(due))
      await look(budget, at, house).catch((error: unknown) => {
        log.error(fault(error), 'A budget could not be looked at')
        // Else it would be first again each minute.
        return budgets.reach(budget.id, [], { at, told: () => undefined })
      })
  } catch (error) {
    log.error(fault(error), 'Budgets could not be looked at')
  }
}

async function look(budget: PersonBudget, at: number, house: WatchHouse): Promise<void> {
  const { budgets, workspace } = house
  const { id, spec, maker } = budget
  if (!(await mayHear(budget, house))) {
    const told = {
      key: pausedKey(id, at),
      kind: 'private',
      target: maker,
      message: pausedMessage(id),
      owner: undefined,
      critical: true,
      notBefore: at,
    } as const
    await budgets.set(
      id,
      { state: 'paused', from: ['on'], told },
      {
        at,
        viewer: 'operator',
        place: 'bot',
        action: 'alert',
        command: `budget disable ${id}`,
        outcome: 'done',
        detail: { budget: id, result: 'paused', by: 'itself' },
      },
    )
    return
  }
  const to = addDays(dayAt(at, await workspace.zone()), -1)
  const oldest = addDays(to, -LATE_DAYS)
  const days = await budgetDays(budget, { from: startOf(oldest, spec.per), to }, house)
  const found = budgetCrossings(spec, days).filter((one) => one.to >= oldest)
  await budgets.reach(id, found, {
    at,
    told: (fresh) => {
      const crossing = highest(fresh)
      return (
        crossing && {
          key: budgetKey(id, crossing),
          kind: 'private',
          target: maker,
          message: reachedMessage(budget, crossing),
          owner: undefined,
          critical: true,
          notBefore: at,
        }
      )
    },
  })
}

/** Whether its maker may still see people one by one, as the chat and the roles say now. */
async function mayHear({ maker }: PersonBudget, house: RightsHouse): Promise<boolean> {
  const viewer = await house.chats.viewer(maker)
  if (viewer.kind === 'member' && viewer.standing === 'unknown')
    throw new Error('whose budget it is could not be checked')
  const place = { kind: 'dm', channel: maker.id } as const
  return (await mayAsk({ viewer, place, action: 'budget' }, house)).allowed
}

/** Whether what is private may be sent still: asked before each attempt to send it. */
export const mayStillHear =
  (house: RightsHouse) =>
  async ({ key }: Pick<Held, 'key'>): Promise<boolean> => {
    const id = budgetOf(key)
    // That a budget is paused is about nobody.
    if (id === undefined) return true
    const budget = await house.budgets.find(id)
    return budget?.state === 'on' && mayHear(budget, house)
  }
