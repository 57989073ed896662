import { expect, test, vi } from 'vitest'

import { everyMinute } from '#main/tick.ts'
import type { Log } from '#ports.ts'

test('what takes longer than a minute is left out meanwhile and goes on, and what fails is told, all in the log', async () => {
  const printed = [vi.spyOn(console, 'warn'), vi.spyOn(console, 'error'), vi.spyOn(console, 'log')]
  const lines: string[] = []
  const heard = (level: string) => (_: unknown, what: string) => lines.push(`${level} ${what}`)
  const log = { info: heard('info'), warn: heard('warn'), error: heard('error') } as Log
  const { promise: slow, resolve: goOn } = Promise.withResolvers<void>()
  const late = everyMinute(() => slow, log, '* * * * * *')
  const broken = everyMinute(() => Promise.reject(new Error('no')), log, '* * * * * *')
  try {
    await vi.waitUntil(() => new Set(lines).size === 2, { timeout: 10_000 })
  } finally {
    goOn()
    await late.stop()
    await broken.stop()
  }
  expect([...new Set(lines)].toSorted()).toEqual([
    'error What is due each minute could not be done',
    'info A turn of what is due each minute was left out: the one before is at work, or the machine is busy',
  ])
  for (const spy of printed) expect(spy).not.toHaveBeenCalled()
})
