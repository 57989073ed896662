import type { DeliveryKey, Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'

import type { Alert, Notice, ToldIn } from './alert.ts'
import { alertMessage, type LogPages } from './message.ts'
import { type Quiet, quietUntil } from './quiet.ts'
import { isSamePlace } from './route.ts'

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

/** In place of a state, in the key of what is told to someone besides. */
const ALONE = 'alone'

type Written = Pick<Alert, 'fingerprint' | 'openedAt'> & {
  readonly of: Alert['state'] | typeof ALONE
  /** How often it was told; behind a point, which of its messages in a place is changed. */
  readonly number: number | `${number}.${number}`
}

const keyOf = (
  { fingerprint, of, openedAt, number }: Written,
  { platform, workspace, id }: Target,
): DeliveryKey => `alert:${fingerprint}:${of}:${openedAt}.${number}:${platform}/${workspace}/${id}`

const KEY =
  /^alert:(?<fingerprint>.*):(?<of>firing|acknowledged|silenced|resolved|alone):(?<openedAt>\d+)\.(?<number>\d+(?:\.\d+)?):(?:slack|teams)\//su

/** Which alert a delivery tells, and the key of the same in another place. */
export type AlertTelling = Pick<Alert, 'fingerprint' | 'openedAt'> & {
  readonly keyAt: (to: Target) => DeliveryKey
}

/** Whether a delivery tells an alert: in its place, or to someone besides. */
export const isOfAlert = (key: DeliveryKey): boolean => KEY.test(key)

/** Told to someone besides: no place of an alert, and kept as it is now all the same. */
const isAlone = ({ key }: Pick<ToldIn, 'key'>): boolean => KEY.exec(key)?.groups?.['of'] === ALONE

/** Undefined of what tells something else, or someone besides: no place of an alert. */
export function toldBy(key: DeliveryKey): AlertTelling | undefined {
  const { fingerprint = '', of = ALONE, openedAt, number } = KEY.exec(key)?.groups ?? {}
  if (of === ALONE) return undefined
  const written = { fingerprint, of: of as Alert['state'], openedAt: Number(openedAt) }
  return {
    fingerprint,
    openedAt: written.openedAt,
    keyAt: (to) => keyOf({ ...written, number: Number(number) }, to),
  }
}

/** What is told where it was not told before: that somebody did something about it is not. */
const NEWS: ReadonlySet<Notice['reason']> = new Set(['more', 'worse', 'escalated'])

/**
 * What is sent of a stored alert: one message a place, or a change of the one that told it there first;
 * and where it says so a message to people in private.
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
    logPages = new Map(),
  }: {
    /** Where it goes now: it may have been told elsewhere before. */
    readonly targets: readonly Target[]
    /** Each who may act on alerts, in private. */
    readonly everyone?: readonly Target[]
    /** Of its rule. What is critical is told all the same. */
    readonly quiet?: Quiet | null
    readonly zone: string
    readonly now: number
    readonly logPages?: LogPages
  },
): readonly AlertDelivery[] {
  const { state, openedAt, notices, severity } = alert
  const until = severity === 'critical' ? undefined : quietUntil(quiet, now, zone)
  const told = ({ how, ...why }: Notice) => {
    // A change makes no noise: it waits only for a message that waits itself.
    const waits = how === 'post' || quietUntil(quiet, openedAt, zone) === until
    return {
      kind: 'alert',
      message: alertMessage(alert, { zone, notice: { how, ...why }, logPages }),
      owner: undefined,
      critical: severity === 'critical' && how === 'post',
      notBefore: waits ? (until ?? now) : now,
    } as const
  }
  const key = (target: Target, of: Written['of'] = state) =>
    keyOf({ ...alert, of, number: notices }, target)
  const known = toldBefore(alert, targets)
  const places = known.filter((one) => !isAlone(one))
  const isNew = (target: Target) => !places.some((one) => isSamePlace(one.target, target))
  const changed = notice.how === 'edit' ? known : []
  const all = notice.how === 'post' || places.length === 0
  const posted = targets.filter((target) => all || (NEWS.has(notice.reason) && isNew(target)))
  const besides = told({ ...notice, how: 'post' })
  // Where a message is posted anyway, another one says nothing more.
  const more = alsoTold(alert, notice, everyone).filter(
    (one) => !posted.some((target) => isSamePlace(target, one)),
  )
  return [
    ...changed.map(({ target, key: edits }, at) => ({
      ...told(notice),
      key: isFirst(changed, at)
        ? key(target)
        : keyOf({ ...alert, of: ALONE, number: `${notices}.${at}` }, target),
      target,
      edits,
    })),
    ...posted.map((target) => ({ ...besides, key: key(target), target })),
    ...more.map((target) => ({ ...besides, key: key(target, ALONE), target })),
  ]
}

/** Whether it is the message that told a place first. */
function isFirst(known: readonly ToldIn[], at: number): boolean {
  const one = known[at]
  const firstThere = known.findIndex(
    (other) => one && !isAlone(other) && isSamePlace(other.target, one.target),
  )
  return firstThere === at
}

/** Where it was told. Of one that was told before that was written down: where it goes now. */
function toldBefore(alert: Alert, targets: readonly Target[]): readonly ToldIn[] {
  if (alert.toldIn.length > 0 || alert.notices <= 1) return alert.toldIn
  return targets.map((target) => ({
    target,
    key: keyOf({ ...alert, of: 'firing', number: 1 }, target),
  }))
}

/** The messages of an alert that are kept as it is now, once these are sent. */
export function toldWith(alert: Alert, sent: readonly AlertDelivery[]): readonly ToldIn[] {
  const places = sent.filter((one) => !isAlone(one))
  const known = toldBefore(
    alert,
    places.map(({ target }) => target),
  )
  return sent
    .filter(({ edits }) => edits === undefined)
    .reduce((kept, { target, key }) => withTold(kept, { target, key }), known)
}

/** Of a place the first message is kept, which told it there, and the newest, which is read there. */
function withTold(known: readonly ToldIn[], one: ToldIn): readonly ToldIn[] {
  const alone = isAlone(one)
  const there = known.filter(
    (other) => isAlone(other) === alone && isSamePlace(other.target, one.target),
  )
  const older = new Set(there.slice(alone ? 0 : 1))
  return [...known.filter((other) => !older.has(other)), one]
}

function alsoTold(
  { assignee, by }: Alert,
  { also }: Notice,
  everyone: readonly Target[],
): readonly Target[] {
  if (also === undefined) return []
  switch (also) {
    case 'everyone':
      // Whoever calls the others reads the answer to that.
      return everyone.filter((one) => !targetOf(by ?? '').some((self) => isSamePlace(self, one)))
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
