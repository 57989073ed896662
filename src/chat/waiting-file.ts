import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Wanted } from '#core/command/export.ts'
import type { Target } from '#core/delivery/delivery.ts'
import type { Message } from '#core/message/message.ts'
import {
  cutOffMessage,
  doneMessage,
  stoppedMessage,
  writingMessage,
} from '#core/message/waiting-file.ts'
import type { FileProgress } from '#ports.ts'

import type { ChatHouse } from './house.ts'

/** What takes no longer comes without a word. */
const PATIENCE_MS = 4_000
const EVERY_MS = 5_000
/** Nobody said for so long that it is still being made: it is not. */
const SILENCE_MS = 120_000

type Waiting = {
  readonly house: Pick<ChatHouse, 'outbox' | 'clock' | 'log' | 'lock'>
  readonly wanted: Wanted
  /** Who waits. */
  readonly target: Target
  /** Where they read how far it is: each message takes the place of the one before. */
  readonly open: () => Promise<(message: Message) => Promise<void>>
  /** What of an error may be logged. */
  readonly nameOf: (error: unknown) => string
  readonly patienceMs?: number
  readonly everyMs?: number
}

type Given = { readonly refused: Message } | { readonly given: Message }

/**
 * Makes a file and gives it. Where that takes long, who waits reads how far it is; where this process dies
 * over it, the outbox tells them. What of it is said where they asked.
 */
export async function waitingFor(
  make: (watch: (progress: FileProgress) => void) => Promise<Given>,
  waiting: Waiting,
): Promise<Message> {
  let progress: FileProgress | undefined
  const over = new AbortController()
  const telling = tell(waiting, over.signal, () => progress)
  let last = stoppedMessage(waiting.wanted)
  try {
    const made = await make((now) => (progress = now))
    if ('refused' in made) return made.refused
    last = doneMessage(waiting.wanted)
    return made.given
  } finally {
    over.abort()
    const end = await telling
    await end?.(last)
  }
}

/** Resolves once it is over, to what says the last word; to nothing where no word was said. */
async function tell(
  { house, wanted, target, open, nameOf, patienceMs = PATIENCE_MS, everyMs = EVERY_MS }: Waiting,
  over: AbortSignal,
  progress: () => FileProgress | undefined,
) {
  if (!(await lasts(patienceMs, over))) return undefined
  const { outbox, clock, log, lock } = house
  const tried = (work: () => Promise<unknown>) =>
    work().catch((error: unknown) => {
      log.warn({ error: nameOf(error) }, 'Who waits for a file could not be told how far it is')
    })
  const key = `export:${randomUUID()}`
  const silent = () => clock.now() + SILENCE_MS
  await tried(() =>
    outbox.put({
      key,
      kind: 'private',
      target,
      message: cutOffMessage(wanted),
      owner: undefined,
      critical: false,
      notBefore: silent(),
    }),
  )
  let say: Awaited<ReturnType<typeof open>> | undefined
  const said = (message: Message) =>
    tried(async () => {
      if (lock.held()) return
      say ??= await open()
      await say(message)
    })
  do {
    await said(writingMessage(wanted, progress()))
    await tried(() => outbox.putOff(key, silent()))
  } while (await lasts(everyMs, over))
  return async (last: Message) => {
    await tried(() => outbox.withdraw(key))
    await said(last)
  }
}

const lasts = (ms: number, over: AbortSignal): Promise<boolean> =>
  sleep(ms, true, { signal: over }).catch(() => false)
