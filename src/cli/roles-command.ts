import { writeValue } from '#core/command/values.ts'
import { plainText } from '#core/message/plain-text.ts'

import { EXIT } from './ask-command.ts'
import type { House, Io } from './doors.ts'
import type { Parsed } from './parse.ts'

/** Lists, gives or takes roles: what `/ai-usage roles` does, asked by the operator. */
export async function rolesCommand(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [role, who, unit] = parsed.args
  const words = [role, who, ...(unit === undefined ? [] : [writeValue(unit)])]
  const { outcome, message } = await house.ask({
    text: [parsed.command, ...words].join(' ').trim(),
    viewer: { kind: 'operator' },
    place: 'terminal',
  })
  if (outcome === 'answered') io.out(plainText(message))
  else io.err(plainText(message))
  return EXIT[outcome]
}
