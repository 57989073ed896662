import { expect, test } from 'vitest'

import { tried } from '#chat/tried.ts'
import { createPace } from '#teams/pace.ts'

test('a stopped app waits for no other try, and fails with what the last one did', async () => {
  const stopping = new AbortController()
  let tries = 0
  const waiting = tried(
    { how: 'repeatable', retries: 3, waitBefore: () => 60_000, stopped: stopping.signal },
    () => Promise.reject(new Error(`try ${(tries += 1)}`)),
  )
  setTimeout(() => stopping.abort(), 5)
  await expect(waiting).rejects.toThrow('try 1')
  expect(tries).toBe(1)
})

test('what waits for its turn when the app stops is given up, as is what comes after', async () => {
  const stopping = new AbortController()
  const pace = createPace([{ most: 1, withinMs: 60_000 }])
  await pace('chat', stopping.signal)
  const behind = pace('chat', stopping.signal)
  stopping.abort()
  await expect(behind).rejects.toThrow('abort')
  await expect(pace('other', stopping.signal)).rejects.toThrow('abort')
})
