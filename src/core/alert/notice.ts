import type { DeliveryKey, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'

import type { Alert, Notice } from './alert.ts'
import { alertMessage } from './message.ts'
import { type Quiet, quietUntil } from './quiet.ts'

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

/**
 * What is sent of a stored alert: one message a place, or a change of the one that told it first; and
 * where it says so a message to people in private.
 */
export function deliveriesOf(
  alert: Alert,
  notice: Notice,
  {
    targets,
    everyone = [],
    quiet = null,
    zone,
    now,
  }: {
    readonly targets: readonly Target[]
    /** Each who may act on alerts, in private. */
    readonly everyone?: readonly Target[]
    /** Of its rule. What is critical is told all the same. */
    readonly quiet?: Quiet | null
    readonly zone: string
    readonly now: number
  },
): readonly AlertDelivery[] {
  const { fingerprint, state, openedAt, notices, severity } = alert
  const until = severity === 'critical' ? undefined : quietUntil(quiet, now, zone)
  // A change makes no noise: it waits only for a message that waits itself.
  const waits = notice.how === 'post' || quietUntil(quiet, openedAt, zone) === until
  const notBefore = waits ? (until ?? now) : now
  const key = ({ platform, workspace, id }: Target, of: string, number: number) =>
    `alert:${fingerprint}:${of}:${openedAt}.${number}:${platform}/${workspace}/${id}`
  const told = ({ how, ...why }: Notice) =>
    ({
      kind: 'alert',
      message: alertMessage(alert, { zone, notice: { how, ...why } }),
      owner: undefined,
      critical: severity === 'critical' && how === 'post',
      notBefore,
    }) as const
  const usual = told(notice)
  const besides = told({ ...notice, how: 'post' })
  const alone = alsoTold(alert, notice, everyone)
  // Where a message is posted anyway, another one says nothing more.
  const more = alone.filter(
    (one) => notice.how === 'edit' || !targets.some((target) => isSame(target, one)),
  )
  return [
    ...targets.map((target) => ({
      ...usual,
      key: key(target, state, notices),
      target,
      ...(notice.how === 'edit' && { edits: key(target, 'firing', 1) }),
    })),
    ...more.map((target) => ({ ...besides, key: key(target, 'alone', notices), target })),
  ]
}

const isSame = (a: Target, b: Target): boolean => a.platform === b.platform && a.id === b.id

function alsoTold(
  { assignee }: Alert,
  { also }: Notice,
  everyone: readonly Target[],
): readonly Target[] {
  if (also === undefined) return []
  switch (also) {
    case 'everyone':
      return everyone
    case 'assignee':
      return assignee === null ? [] : targetOf(assignee)
  }
}

/** The person behind `slack:T1/U2`; nobody for whoever runs the machine. */
function targetOf(viewer: string): readonly Target[] {
  const [, platform, workspace = '', id = ''] = /^(slack|teams):([^/]*)\/(.+)$/.exec(viewer) ?? []
  return platform === 'slack' || platform === 'teams'
    ? [{ platform, workspace, kind: 'person', id }]
    : []
}
