import type { Message } from '#demo/slack-fake/world.ts'

import { buttonSaying } from './button-of.ts'
import { idOf, type Workplace } from './workplace.ts'

/** Presses the button that says this, and waits until what that led to is on the trail. */
export async function press(
  place: Workplace,
  {
    name,
    message,
    label,
  }: { readonly name: string; readonly message: Message; readonly label: string },
): Promise<void> {
  const rows = place.audited.length
  const actionId = buttonSaying(message, label)
  await place.slack.click({ user: idOf(name), message, actionId })
  await place.until(() => place.audited.length > rows, label)
}
