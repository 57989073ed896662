import { z } from 'zod'

import type { Call } from '#collect.ts'
import { client } from '#connectors/api/client.ts'
import { type Door, formFault } from '#connectors/api/fault.ts'
import { UserError } from '#core/errors.ts'

const DOOR: Door = {
  title: 'GitLab',
  keyFix: 'Make a new group access token as the recipe says and put it in GITLAB_TOKEN.',
  rightFix: 'Give the token the scope read_api and the role Reporter.',
  placeFix: 'Check GITLAB_URL: the address of GitLab alone, like https://gitlab.com.',
}
const CALL = 'POST /api/graphql'

const person = z.looseObject({ username: z.string().min(1), bot: z.boolean().nullish() })
const request = z.looseObject({
  author: person.nullish(),
  createdAt: z.string(),
  mergedAt: z.string().nullish(),
  diffStatsSummary: z
    .looseObject({ additions: z.int().min(0), deletions: z.int().min(0) })
    .nullish(),
  notes: z.looseObject({
    nodes: z.array(z.looseObject({ author: person.nullish(), createdAt: z.string() }).nullish()),
  }),
})
export type MergeRequest = z.output<typeof request>
type Person = z.output<typeof person>

const pageInfo = z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() })
const requests = z.looseObject({
  mergeRequests: z.looseObject({ pageInfo, nodes: z.array(z.unknown()) }),
})
const members = z.looseObject({
  groupMembers: z.looseObject({
    pageInfo,
    nodes: z.array(z.looseObject({ user: person.nullish() }).nullish()),
  }),
})
const answered = z.looseObject({
  data: z.looseObject({ group: z.unknown() }).nullish(),
  errors: z.array(z.unknown()).nullish(),
})

const LISTED = `pageInfo { hasNextPage endCursor }
  nodes {
    author { username bot } createdAt mergedAt diffStatsSummary { additions deletions }
    notes(filter: ONLY_COMMENTS, first: 10) { nodes { author { username bot } createdAt } }
  }`
const ASKED = {
  created: `query MergeRequests($group: ID!, $from: Time!, $until: Time!, $after: String) {
group(fullPath: $group) { mergeRequests(includeSubgroups: true, createdAfter: $from, createdBefore: $until, sort: CREATED_ASC, first: 50, after: $after) {
  ${LISTED}
} } }`,
  merged: `query MergeRequests($group: ID!, $from: Time!, $until: Time!, $after: String) {
group(fullPath: $group) { mergeRequests(includeSubgroups: true, mergedAfter: $from, mergedBefore: $until, sort: CREATED_ASC, first: 50, after: $after) {
  ${LISTED}
} } }`,
}
const MEMBERS = `query Members($group: ID!, $after: String) {
group(fullPath: $group) { groupMembers(relations: [DIRECT, DESCENDANTS, INHERITED], first: 100, after: $after) {
  pageInfo { hasNextPage endCursor }
  nodes { user { username bot } }
} } }`
/** All that is ever posted to GitLab: nothing of it asks for a title, a text or a line of code. */
export const QUESTIONS =
  /^\{"query":"query (MergeRequests|Members)\((?!.*\b(mutation|title|description|body)\b)/

/** Instants, RFC 3339; what happened at either end is in. */
type Span = { readonly from: string; readonly until: string }

export type GitLab = {
  /** Everyone of the group and those below it who is no bot. @throws UserError, RetryLater */
  readonly members: () => AsyncGenerator<string>
  /** What was opened or merged then; what cannot be read is undefined. @throws UserError, RetryLater */
  readonly requests: (
    by: 'created' | 'merged',
    span: Span,
  ) => AsyncGenerator<MergeRequest | undefined>
}

export function gitlabOf(call: Call): GitLab {
  const group = call.setting('GITLAB_GROUP') ?? ''
  const gitlab = client(call, {
    door: DOOR,
    origin: call.setting('GITLAB_URL') ?? '',
    headers: { authorization: `Bearer ${call.setting('GITLAB_TOKEN') ?? ''}` },
  })
  const ask = async <Body>(
    query: string,
    variables: Readonly<Record<string, string | null>>,
    schema: z.ZodType<Body>,
  ): Promise<Body> => {
    const json = { query, variables: { group, ...variables } }
    const { body } = await gitlab.ask({ call: CALL, json }, answered)
    if ((body.errors?.length ?? 0) > 0) throw formFault(DOOR, CALL, 'errors in place of an answer')
    const found = body.data?.group
    if (found === null || found === undefined)
      throw new UserError(
        'GitLab knows no such group, or the token may not see it',
        'Check GITLAB_GROUP, its whole path like acme/engineering, and that the token is of that group.',
      )
    const read = schema.safeParse(found)
    if (!read.success) throw formFault(DOOR, CALL, 'another form than it documents')
    return read.data
  }
  return {
    async *members() {
      for (let after: string | null = null, more = true; more; more = after !== null) {
        const found: z.output<typeof members> = await ask(MEMBERS, { after }, members)
        for (const node of found.groupMembers.nodes)
          if (node?.user && isPerson(node.user)) yield node.user.username
        after = nextOf(found.groupMembers.pageInfo, after)
      }
    },
    async *requests(by, { from, until }) {
      for (let after: string | null = null, more = true; more; more = after !== null) {
        const found: z.output<typeof requests> = await ask(
          ASKED[by],
          { from, until, after },
          requests,
        )
        for (const node of found.mergeRequests.nodes) yield request.safeParse(node).data
        after = nextOf(found.mergeRequests.pageInfo, after)
      }
    },
  }
}

export const isPerson = ({ bot }: Person): boolean => bot !== true

function nextOf(info: z.output<typeof pageInfo>, after: string | null): string | null {
  if (!info.hasNextPage) return null
  const next = info.endCursor ?? null
  if (next === null || next === after) throw formFault(DOOR, CALL, 'a page that leads to itself')
  return next
}
