import { expect, test } from 'vitest'

import { fault } from '#jobs/trouble.ts'

class DriverError extends Error {
  readonly code = '22P02'
}

const SECRETS = /ann@example|xoxb-1/

test('of an error that is not ours the log has its kind, its code and its place, not its words', () => {
  const error = new DriverError('bad value ann@example.com\n    at ann@example.com:1:1\nxoxb-1')
  const logged = fault(error)
  expect(logged).toMatchObject({ error: 'DriverError', code: '22P02' })
  expect(logged['at']).toContainEqual(expect.stringContaining('trouble.test.ts'))
  expect(JSON.stringify(logged)).not.toMatch(SECRETS)
})

test('a message that was changed later, or a code that is a sentence, stays out too', () => {
  const error = Object.assign(new Error('of ann@example.com\n    at ann@example.com:1:1'), {
    code: 'see ann@example.com',
  })
  expect(error.stack).toMatch(SECRETS)
  error.message = 'something else'
  expect(fault(error)).toEqual({ error: 'Error', at: [] })
})

test('what is thrown and is no error has only its type in the log', () => {
  expect(fault('xoxb-1')).toEqual({ error: 'string' })
})

test('the sentence of the store says which query failed', () => {
  const error = new Error("The store could not run 'sums' (57014)")
  error.name = 'StoreError'
  expect(fault(error)).toMatchObject({ message: "The store could not run 'sums' (57014)" })
})
