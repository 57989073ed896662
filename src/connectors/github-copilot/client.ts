import type { z } from 'zod'

import type { Call } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { callName } from '#connectors/api/guarded-fetch.ts'

import { doorOf, githubFault, type Right } from './fault.ts'
import { octokitOf } from './octokit.ts'
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

export async function githubOf(call: Call): Promise<Github> {
  const place = placeOf(call)
  const octokit = await octokitOf(call, {
    token: 'GITHUB_COPILOT_TOKEN',
    door: doorOf('reports', place),
    name: (request) => callName(request).replace(`/${place.name}/`, '/{name}/'),
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
