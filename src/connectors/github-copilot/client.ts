import type { Octokit } from '@octokit/core'
import type { z } from 'zod'

import type { Call } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { callName, guardedFetch, LONGEST_WAIT_MS } from '#connectors/api/guarded-fetch.ts'
import { UserError } from '#core/errors.ts'

import { doorOf, githubFault, type Right } from './fault.ts'
import { placeOf } from './place.ts'

type Question = {
  /** `{at}` stands for the organization or enterprise: `GET {at}/copilot/billing/seats`. */
  readonly call: `GET ${string}`
  /** What the token must be allowed, for the words of a refusal. */
  readonly right: Right
  readonly query?: Readonly<Record<string, string | number>>
}
export type Answer<Body> = {
  /** Undefined where GitHub has nothing to say yet (204). */
  readonly body: Body | undefined
  readonly headers: Readonly<Record<string, string | number | undefined>>
}
export type Github = {
  /** @throws UserError, RetryLater */
  readonly get: <Body>(question: Question, schema: z.ZodType<Body>) => Promise<Answer<Body>>
  /** Every page, by the links GitHub gives. @throws UserError, RetryLater */
  readonly pages: <Body>(question: Question, schema: z.ZodType<Body>) => AsyncGenerator<Body>
  /** @throws UserError, RetryLater */
  readonly query: <Body>(
    question: {
      readonly text: string
      readonly right: Right
      readonly variables: Readonly<Record<string, string | null>>
    },
    schema: z.ZodType<Body>,
  ) => Promise<Body>
}

/** Innermost of all: our own refusals are not tried again, and broken JSON is no answer. */
function plainFaults({ hook }: Octokit) {
  hook.after('request', ({ status, data }) => {
    if (status === 200 && typeof data === 'string') throw new SyntaxError('not JSON')
  })
  hook.error('request', (error) => {
    throw error.cause instanceof UserError ? error.cause : error
  })
}

async function api() {
  const [{ Octokit }, { paginateRest }, { retry }, { throttling }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-paginate-rest'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  return Octokit.plugin(plainFaults, retry, throttling, paginateRest)
}

const MOST_TRIES = 2
/** Seconds GitHub asks to wait: slept through when short, else the pull ends. */
const again = (seconds: number, _: unknown, __: unknown, tries: number) =>
  tries < MOST_TRIES && seconds * 1000 <= LONGEST_WAIT_MS
const silent = () => undefined

/** Octokit over the connector's guarded fetch; its packages are loaded by the first pull. */
export async function githubOf(call: Call): Promise<Github> {
  const Api = await api()
  const place = placeOf(call)
  const octokit = new Api({
    auth: call.setting('GITHUB_COPILOT_TOKEN'),
    userAgent: 'ai-usage',
    request: {
      fetch: guardedFetch(call.fetch, {
        door: doorOf('reports', place),
        name: (request) => callName(request).replace(`/${place.name}/`, '/{name}/'),
        now: call.now,
      }),
      signal: call.signal,
    },
    retry: { retries: MOST_TRIES, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: { id: 'github-copilot', onRateLimit: again, onSecondaryRateLimit: again },
    log: { debug: silent, info: silent, warn: silent, error: silent },
  })
  const asked = ({ call: template, right, query }: Question) => {
    const route = place.route(template)
    const door = doorOf(right, place)
    return {
      route,
      parameters: { name: place.name, headers: VERSION, ...query },
      where: { door, call: route, now: call.now() },
    }
  }
  return {
    async get(question, schema) {
      const { route, parameters, where } = asked(question)
      try {
        const { status, data, headers } = await octokit.request(route, parameters)
        const body = status === 204 ? undefined : shaped(data as unknown, schema, where)
        return { body, headers }
      } catch (error) {
        throw githubFault(error, where)
      }
    },
    async *pages(question, schema) {
      const { route, parameters, where } = asked(question)
      try {
        for await (const { data } of octokit.paginate.iterator(route, parameters))
          yield shaped(data as unknown, schema, where)
      } catch (error) {
        throw githubFault(error, where)
      }
    },
    async query({ text, right, variables }, schema) {
      const where = { door: doorOf(right, place), call: 'POST /graphql', now: call.now() }
      try {
        return shaped(await octokit.graphql<unknown>(text, { ...variables }), schema, where)
      } catch (error) {
        throw githubFault(error, where)
      }
    },
  }
}

const VERSION = { 'x-github-api-version': '2022-11-28' }
