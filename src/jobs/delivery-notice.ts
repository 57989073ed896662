import type { Message } from '#core/message/message.ts'
import type { Held, NewDelivery } from '#deliveries.ts'

import type { SendPorts } from './send-ports.ts'

/** As who reads of it calls the place: a person's messages are theirs, and another one's to admins. */
const where = ({ kind, id }: Held['target'], own: boolean) =>
  kind === 'channel' ? `\`${id}\`` : own ? 'your messages' : `the messages of \`${id}\``

/** Whether its owner hears what became of it, and has not just been found not to take anything. */
const ownerHears = ({ owner, target }: Held, shut: boolean): boolean =>
  owner !== undefined && !(shut && isSame(owner, target))

const isSame = (a: Held['target'], b: Held['target']): boolean => a.kind === b.kind && a.id === b.id

export async function told(held: Held, { subscriptions }: SendPorts, shut = false) {
  const { message, owner, target, turn } = held
  const of = turn && (await subscriptions.find(turn.subscription))
  const found = of?.targets.find(({ no }) => no === turn?.no)
  const own = ownerHears(held, shut) && owner !== undefined && isSame(owner, target)
  const place = found && target.kind === 'channel' ? found.name : where(target, own)
  return { title: message?.title || (found?.what ?? ''), place }
}

const NOTICE = 'notice:'

type About = {
  readonly held: Held
  readonly ports: SendPorts
  /** The place takes nothing any more. */
  readonly shut?: boolean
}

/** To its owner, unless that is the very place that takes nothing; else to the admins, at once. */
export async function notice(key: string, message: Message, { held, ports, shut }: About) {
  const { owner, critical, kind } = held
  // Nobody but its target knows that there is such a thing.
  if (kind === 'private') return []
  if (owner !== undefined && ownerHears(held, shut === true)) {
    const notBefore = ports.clock.now()
    const to = { target: owner, owner: undefined, critical: true, notBefore }
    return [{ key: `${NOTICE}${key}`, kind: 'alert', message, ...to } satisfies NewDelivery]
  }
  // What nobody owns and nobody waits for, such as details, is for the log alone. An alert is no such.
  const beside = held.thread !== undefined || held.edits !== undefined || held.kind !== 'alert'
  if (owner === undefined && !critical && beside) return []
  // What an owner could not be told, the admins read as it was.
  const itself = held.key.startsWith(NOTICE) ? held.message : undefined
  await ports.tell(itself ?? message)
  return []
}
