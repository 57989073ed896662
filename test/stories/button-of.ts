import { textOf } from '#demo/slack-fake/see.ts'
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

/** The action id of the button that says this. */
export function buttonSaying(message: Message, label: string): string {
  for (const block of message.blocks)
    for (const element of (block['elements'] ?? []) as readonly Record<string, unknown>[])
      if ((element['text'] as { readonly text?: string } | undefined)?.text === label)
        return String(element['action_id'])
  throw new Error(`There is no button ${label} in: ${textOf(message)}`)
}
