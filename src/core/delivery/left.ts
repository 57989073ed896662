import type { SubscribePlace } from '#core/command/edit-command.ts'
import { format } from '#core/command/format.ts'
import { listed } from '#core/message/english.ts'
import type { Button, Message } from '#core/message/message.ts'

type Left = {
  readonly id: number
  readonly cadence: string
  readonly notable: boolean
  readonly targets: readonly {
    readonly what: string
    readonly kind: 'channel' | 'person'
    readonly id: string
    readonly name: string
  }[]
}

/** More are taken over from the list. */
const MOST = 4

/**
 * For the admins: whoever set a subscription up has left. Undefined where nobody but they read it. Taken
 * over it is asked with the rights of who presses.
 */
export function leftMessage({ id, cadence, notable, targets }: Left): Message | undefined {
  const read = targets.filter(({ kind }) => kind === 'channel')
  if (read.length === 0) return undefined
  const alike = [...Map.groupBy(read, ({ what }) => what)]
  const takes = alike.slice(0, MOST).map(([what, of]): Button => {
    const to = of.map(({ id: place }): SubscribePlace => ({ place }))
    const command = format({
      kind: 'subscribe',
      what,
      cadence,
      to,
      ...(notable && { only: 'notable' }),
    })
    const label = alike.length === 1 ? 'Take it over' : `Take over ${what}`
    return { label, act: { kind: 'ask', command } }
  })
  const places = listed([...new Set(read.map(({ name }) => name))], 6)
  const whats = listed(
    alike.map(([what]) => `\`${what}\``),
    3,
  )
  return {
    title: `Subscription ${id} has stopped: whoever set it up has left`,
    summary: `Nothing is sent to ${places} any more: the account that set it up is deactivated.`,
    parts: [
      {
        kind: 'text',
        text: `${whats}, ${cadence}, went to ${places} with the rights of an account that is deactivated. Take it over to go on with yours, then remove the old one.`,
      },
      {
        kind: 'buttons',
        buttons: [
          ...takes,
          {
            label: 'Remove the old one',
            act: { kind: 'ask', command: `subscriptions remove ${id}` },
          },
        ],
      },
    ],
  }
}
