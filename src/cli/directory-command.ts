import { ago } from '#core/collect/status-message.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'
import { outcomeOf } from './sync-command.ts'

/** `people apply-directory`: what it is held for, or with --yes the directory itself. */
export async function applyDirectory(parsed: Parsed, io: Io, house: House): Promise<number> {
  const [target = ''] = parsed.args
  const { collect } = house
  if (parsed.has('yes')) return outcomeOf(await collect.applyDirectories(target), io)
  const held = await collect.held(target)
  for (const { name, what, since } of held)
    io.out(`${name}, first ${ago(since, collect.now())}: ${what}.\n`)
  io.out(
    held.length === 0
      ? 'Nothing of it is held.\n'
      : 'Nothing of it was changed. Give --yes to pull it again and apply it as it is then.\n',
  )
  return DONE
}
