import { expect } from 'vitest'

import type { Pulled } from '#collect.ts'
import { githubCopilot } from '#connectors/github-copilot/connector.ts'
import { UserError } from '#core/errors.ts'
import { connectorCall, pullAll, streamOf } from '#test/support/vendors/connector-call.ts'
import { type Holdings, holdings } from '#test/support/vendors/github-holdings.ts'
import { github } from '#test/support/vendors/github.ts'

/** A line of a users-1-day report. */
export const used = (user_login: string, day: string, more: object = {}) => ({
  day,
  user_login,
  user_id: 1,
  user_initiated_interaction_count: 2,
  a_new_field: { of: 'GitHub' },
  ...more,
})

export async function house(
  over: Partial<Holdings> = {},
  settings: Readonly<Record<string, string>> = {},
) {
  const server = await github(holdings(over))
  const call = connectorCall(githubCopilot, {
    settings: { ...server.settings, ...settings },
    servers: server.servers,
  })
  const pull = (id: string, from = '2026-11-18', to = from, cursor?: string) =>
    pullAll(streamOf(githubCopilot, id), call, {
      from,
      to,
      ...(cursor !== undefined && { cursor }),
    })
  return { ...server, call, pull }
}

export const failure = async (promise: Promise<unknown>): Promise<UserError> => {
  const error: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(UserError)
  return error as UserError
}
export const reportsIn = (pages: readonly Pulled[]) => pages.flatMap(({ reports = [] }) => reports)
export const refusedIn = (pages: readonly Pulled[]) => pages.flatMap(({ refused = [] }) => refused)
