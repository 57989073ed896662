import { describe, expect, test } from 'vitest'

import { paced } from '#connectors/api/pace.ts'

describe('pace', () => {
  test('so many calls in any span of time, the others in turn, none lost', async () => {
    const turn = paced(3, 200)
    const began = performance.now()
    const done: number[] = []
    const { signal } = new AbortController()
    await Promise.all(
      Array.from({ length: 7 }, async (_, n) => {
        await turn(signal)
        done.push(n)
      }),
    )
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(performance.now() - began).toBeGreaterThanOrEqual(400)
  })

  test('who stops waiting holds up nobody', async () => {
    const turn = paced(1, 100)
    const stop = new AbortController()
    const { signal } = new AbortController()
    await turn(signal)
    const waiting = turn(stop.signal)
    stop.abort()
    await expect(waiting).rejects.toThrow(/abort/i)
    await turn(signal)
  })
})
