import type { DeliveryKey, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'

import type { Alert, Notice } from './alert.ts'
import { alertMessage } from './message.ts'

/** One message of an alert to one place. */
export type AlertDelivery = {
  readonly key: DeliveryKey
  readonly kind: 'alert'
  readonly target: Target
  readonly message: Message
  readonly owner: undefined
  readonly critical: boolean
  readonly notBefore: number
  /** The delivery whose message this one takes the place of. */
  readonly edits?: DeliveryKey
}

/** What is sent of a stored alert: one message a place, or a change of the one that told it first. */
export function deliveriesOf(
  alert: Alert,
  notice: Notice,
  {
    targets,
    zone,
    now,
  }: { readonly targets: readonly Target[]; readonly zone: string; readonly now: number },
): readonly AlertDelivery[] {
  const { fingerprint, state, openedAt, notices, severity } = alert
  const message = alertMessage(alert, { zone, notice })
  return targets.map((target) => {
    const place = `${target.platform}/${target.workspace}/${target.id}`
    const key = (of: string, number: number) =>
      `alert:${fingerprint}:${of}:${openedAt}.${number}:${place}`
    return {
      key: key(state, notices),
      kind: 'alert',
      target,
      message,
      owner: undefined,
      critical: severity === 'critical' && notice.how === 'post',
      notBefore: now,
      ...(notice.how === 'edit' && { edits: key('firing', 1) }),
    }
  })
}
