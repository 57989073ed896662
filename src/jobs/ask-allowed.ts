import { viewerName } from '#core/access/access.ts'
import { allowMessage } from '#core/alert/allow-message.ts'
import { BUILT_IN } from '#core/alert/rules.ts'
import { sharedKey } from '#core/alert/rules/shared-key.ts'
import { allowedWords } from '#core/command/alert-allow.ts'
import type { AlertAllow } from '#core/command/command.ts'
import { redact } from '#core/command/redact.ts'
import { UserError } from '#core/errors.ts'
import { counted } from '#core/message/english.ts'
import type { Message } from '#core/message/message.ts'
import { addDays, dayAt } from '#core/time/day.ts'
import type { AskRequest } from '#ports.ts'

import type { AlertHouse } from './raise-alerts.ts'
import { COUNTED_DAYS } from './watch-rules.ts'

/** What may be used, after a word on it. `exact`: who asks may read exact numbers. */
export async function askAllowed(
  asked: AlertAllow,
  { viewer, place, exact }: AskRequest & { readonly exact: boolean },
  house: AlertHouse,
): Promise<{ readonly message: Message; readonly changed: number }> {
  const { alerts, clock } = house
  const changed = asked.change === 'list' ? 0 : await change(asked)
  const today = dayAt(clock.now(), await house.workspace.zone())
  const { floor } = (await house.policyInForce()).policy
  const from = addDays(today, -COUNTED_DAYS)
  const uses = await alerts.uses(from, { counted: from, floor })
  const known = { exceptions: await alerts.exceptions(), uses }
  const message = allowMessage(await alerts.allowed(), known, { exact, floor })
  return { message, changed }

  async function change(given: Exclude<AlertAllow, { change: 'list' }>) {
    const { change: word } = given
    const entries = 'entries' in given ? given.entries : given.exceptions
    if ('exceptions' in given) for (const { rule } of given.exceptions) passesOver(rule)
    const count = await alerts.allow(entries, {
      change: word,
      row: {
        at: clock.now(),
        viewer: viewerName(viewer),
        place,
        action: 'alert',
        command: redact(asked),
        outcome: 'done',
        detail: { entries: counted(entries.length, 'entry', 'entries') },
      },
    })
    if (count > 0 || word === 'add') return count
    throw new UserError(
      `There is no ${allowedWords(given)} on the lists`,
      'See what is: alert allow list',
    )
  }
}

/** @throws UserError where a rule has nothing that it could pass over */
function passesOver(rule: string): void {
  const known = [...BUILT_IN.map(({ id }) => id), sharedKey.id]
  if (!known.includes(rule))
    throw new UserError(
      `${rule} is no rule that passes anything over`,
      `Name one of ${known.join(', ')}.`,
    )
}
