import { z } from 'zod'

import type { Call } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { type Door, formFault } from '#connectors/api/fault.ts'
import { githubFault } from '#connectors/github-copilot/fault.ts'
import { octokitOf } from '#connectors/github-copilot/octokit.ts'

const DOOR: Door = {
  title: 'GitHub pull requests',
  keyFix: 'Make a new token as the recipe says and put it in GITHUB_PULLS_TOKEN.',
  rightFix:
    'Give the token Pull requests: read of all repositories, and Members: read of the organization.',
  placeFix: 'Check GITHUB_PULLS_ORG, and that the token belongs to that organization.',
}
const CALL = 'POST /graphql'

const actor = z.looseObject({ kind: z.string(), login: z.string().min(1) }).nullish()
const pull = z.looseObject({
  author: actor,
  createdAt: z.string(),
  mergedAt: z.string().nullish(),
  additions: z.int().min(0),
  deletions: z.int().min(0),
  reviews: z.looseObject({
    nodes: z.array(z.looseObject({ author: actor, submittedAt: z.string().nullish() }).nullish()),
  }),
})
export type PullRequest = z.output<typeof pull>

const pageInfo = z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })
const found = z.looseObject({
  search: z.looseObject({
    issueCount: z.int().min(0),
    pageInfo,
    // What the token may not see is null.
    nodes: z.array(z.union([pull, z.looseObject({})]).nullish()),
  }),
})
const listed = z.looseObject({
  organization: z.looseObject({
    membersWithRole: z.looseObject({
      pageInfo,
      nodes: z.array(z.looseObject({ login: z.string().min(1) }).nullish()),
    }),
  }),
})

const SEARCH = `query PullRequests($search: String!, $after: String) {
search(type: ISSUE, query: $search, first: 100, after: $after) {
  issueCount
  pageInfo { hasNextPage endCursor }
  nodes { ... on PullRequest {
    author { kind: __typename login } createdAt mergedAt additions deletions
    reviews(first: 20) { nodes { author { kind: __typename login } submittedAt } }
  } }
} }`
const MEMBERS = `query Members($org: String!, $after: String) {
organization(login: $org) { membersWithRole(first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { login }
} } }`
/** All that is ever posted to GitHub: nothing of it asks for a title, a text or a line of code. */
export const QUESTIONS = /^\{"query":"query (PullRequests|Members)\((?!.*\b(mutation|title|body)\b)/

/** A span of time as a search writes it: whole days, or instants. */
type Span = { readonly from: string; readonly to: string }

export type Github = {
  /** A page of logins. @throws UserError, RetryLater */
  readonly members: (
    after: string | null,
  ) => Promise<{ readonly people: readonly string[]; readonly next: string | null }>
  /** A page of pull requests that were opened or merged then. @throws UserError, RetryLater */
  readonly search: (
    by: 'created' | 'merged',
    span: Span,
    after: string | null,
  ) => Promise<{
    readonly issueCount: number
    readonly pulls: readonly unknown[]
    readonly next: string | null
  }>
}

export async function githubOf(call: Call): Promise<Github> {
  const octokit = await octokitOf(call, {
    token: 'GITHUB_PULLS_TOKEN',
    door: DOOR,
    questions: true,
  })
  const org = call.setting('GITHUB_PULLS_ORG') ?? ''
  const where = () => ({ door: DOOR, call: CALL, now: call.now() })
  const ask = async <Body>(
    query: string,
    variables: Readonly<Record<string, string | null>>,
    schema: z.ZodType<Body>,
  ): Promise<Body> => {
    try {
      return shaped(await octokit.graphql<unknown>(query, { ...variables }), schema, where())
    } catch (error) {
      throw githubFault(error, where())
    }
  }
  return {
    async members(after) {
      const { organization } = await ask(MEMBERS, { org, after }, listed)
      const { nodes, pageInfo } = organization.membersWithRole
      return { people: nodes.flatMap((node) => node?.login ?? []), next: nextOf(pageInfo, after) }
    },
    async search(by, { from, to }, after) {
      const search = `org:${org} is:pr ${by}:${from}..${to} sort:created-asc`
      const { search: page } = await ask(SEARCH, { search, after }, found)
      const { issueCount, nodes, pageInfo } = page
      const pulls = nodes.filter((node) => node !== null && node !== undefined)
      return { issueCount, pulls, next: nextOf(pageInfo, after) }
    },
  }
}

/** Undefined where it is no pull request as GitHub documents it. */
export const readPull = (value: unknown): PullRequest | undefined => pull.safeParse(value).data

function nextOf(info: z.output<typeof pageInfo>, after: string | null): string | null {
  if (!info.hasNextPage) return null
  const next = info.endCursor ?? null
  if (next === null || next === after) throw formFault(DOOR, CALL, 'a page that leads to itself')
  return next
}
