import { expect, test } from 'vitest'

import { firstServed } from '#jobs/first-served.ts'

const A_LONG_TIME = 60_000

test('what nobody waits for begins once everybody is answered, and not before', async () => {
  const { serve, quiet } = firstServed()
  const [one, other] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()]
  const order: string[] = []
  await quiet(A_LONG_TIME)
  const asked = [serve(() => one.promise), serve(() => other.promise)]
  const digest = quiet(A_LONG_TIME).then(() => order.push('digest'))
  one.resolve('first')
  order.push(await (asked[0] ?? ''))
  await Promise.resolve()
  other.reject(new Error('second'))
  await expect(asked[1]).rejects.toThrow('second')
  await digest
  expect(order).toEqual(['first', 'digest'])
  await quiet(A_LONG_TIME)
})

test('a question without an end holds nothing up for good', async () => {
  const { serve, quiet } = firstServed()
  void serve(() => new Promise<never>(() => undefined))
  await quiet(1)
  expect(await Promise.race([quiet(A_LONG_TIME), Promise.resolve('waits')])).toBe('waits')
})
