import { expect } from 'vitest'

import type { Pulled } from '#collect.ts'
import { UserError } from '#core/errors.ts'

export const all = <Name extends 'people' | 'refused' | 'logins'>(
  pages: readonly Pulled[],
  name: Name,
) => pages.flatMap((page) => (page[name] ?? []) as NonNullable<Pulled[Name]>[number][])

export const fault = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}
