import { UserError } from '#core/errors.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'

/** Consent to a stream that reads text: whoever sits here types the connector's name. */
export async function consentCommand(target: string, io: Io, house: House): Promise<number> {
  const { connector, stream } = house.collect.contentStream(target)
  io.out(
    `${connector}/${stream} reads the text of messages to measure it: its length, and nothing else.\n` +
      'Text is read in memory by a process of its own and is never stored, logged or shown.\n' +
      'Ask those who decide on such things first (works council, data protection).\n',
  )
  const typed = await io.ask?.(`Type ${connector} to consent: `)
  if (typed === undefined)
    throw new UserError(
      'Nobody is there to consent',
      `Type ai-usage consent ${target} at a terminal.`,
    )
  await house.collect.consent(target, typed)
  io.out(`Consent is noted. Take it back: ai-usage consent withdraw ${connector}/${stream}\n`)
  return DONE
}

/** From now on the stream reads nothing. */
export async function withdrawCommand(target: string, io: Io, house: House): Promise<number> {
  const { connector, stream } = await house.collect.withdraw(target)
  io.out(`${connector}/${stream} reads no more text. What was measured so far stays.\n`)
  return DONE
}
