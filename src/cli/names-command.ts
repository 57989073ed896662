import { resolve } from 'node:path'

import { counted } from '#core/message/english.ts'

import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'
import type { Parsed } from './parse.ts'

/** Keeps a list of names in place of the one before. */
export async function importNames(parsed: Parsed, io: Io, { names }: House): Promise<number> {
  const dryRun = parsed.has('dry-run')
  const { kept, unknown, before } = await names.keep(resolve(io.cwd, parsed.args[0] ?? ''), {
    dryRun,
    cwd: io.cwd,
    map: parsed.list('map'),
    set: parsed.list('set'),
    ignore: parsed.list('ignore'),
  })
  const how = `${counted(kept, 'name')} in place of ${counted(before, 'name')}; ${counted(unknown, 'person is', 'people are')} not known here.`
  io.out(dryRun ? `This would keep ${how} Nothing was changed.\n` : `Kept: ${how}\n`)
  return DONE
}
