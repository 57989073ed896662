import type { AlertBook, Stopped } from '#alerts.ts'
import { toldBy } from '#core/alert/notice.ts'
import { isSamePlace } from '#core/alert/route.ts'
import { stoppedMessage } from '#core/alert/routes-message.ts'
import type { Target } from '#core/delivery/delivery.ts'
import { reasonOf } from '#core/delivery/says.ts'
import type { AuditRow, Clock } from '#ports.ts'

import type { SendPorts } from './send-ports.ts'

type House = {
  readonly alerts: Pick<AlertBook, 'fallBack'>
  readonly alertTargets: () => Promise<readonly Target[]>
  readonly clock: Clock
}

/** A message that is gone says nothing of the place it was in. */
const OF_A_MESSAGE = /activity|message|404/iu

/**
 * An alert whose own place takes nothing goes where all go, once more and no further: where that takes
 * nothing either, the admins are told as of anything else.
 */
export function fallingBack({
  alerts,
  alertTargets,
  clock,
}: House): NonNullable<SendPorts['fallBack']> {
  return async ({ kind, key, target, message, edits }, why, forGood) => {
    const telling = toldBy(key)
    if (kind !== 'alert' || telling === undefined || message === undefined) return false
    if (edits !== undefined && OF_A_MESSAGE.test(why)) return false
    const usual = await alertTargets()
    const to = usual.filter((one) => !isSamePlace(one, target))
    if (to.length === 0 || to.length < usual.length) return false
    const now = clock.now()
    const stop = {
      why,
      row: (stopped: Stopped) => rowOf(stopped, why, now),
      notice: (stopped: readonly Stopped[]) => stoppedMessage(stopped, reasonOf(why)),
    }
    await alerts.fallBack({
      target,
      telling,
      message,
      to,
      now,
      stop: forGood ? stop : undefined,
    })
    return true
  }
}

const rowOf = (stopped: Stopped, why: string, at: number): AuditRow => ({
  at,
  viewer: 'operator',
  place: 'bot',
  action: 'alert',
  command: 'alerts routes',
  outcome: 'done',
  detail: {
    ...(stopped.kind === 'route' ? { route: stopped.no } : { rule: stopped.rule }),
    result: 'stopped',
    why,
    by: 'itself',
  },
})
