import type { Message } from '#demo/slack-fake/world.ts'

/** The action id of the button of this kind; undefined when there is none. */
export function buttonOf(message: Message, kind: string): string | undefined {
  for (const block of message.blocks)
    for (const element of (block['elements'] ?? []) as readonly Record<string, unknown>[]) {
      const id = element['action_id']
      if (typeof id === 'string' && id.split(':')[0] === kind) return id
    }
  return undefined
}
