import type { House, Io } from './doors.ts'
import { DONE } from './import-command.ts'

export async function lockCommand(reason: string, io: Io, house: House): Promise<number> {
  await house.lock(reason)
  io.out(
    'Locked. Within 10 seconds no replica collects or posts any more; the audit trail goes on.\n' +
      'To go on: ai-usage unlock\n',
  )
  return DONE
}

export async function unlockCommand(io: Io, house: House): Promise<number> {
  const held = await house.unlock()
  io.out(
    held
      ? `Unlocked. It was locked since ${new Date(held.at).toISOString()}: ${held.reason}\n`
      : 'It was not locked.\n',
  )
  return DONE
}
