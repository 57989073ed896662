import { z } from 'zod'

import type { Call, Login, SnapshotStream } from '#collect.ts'

import { type Github, githubOf } from './client.ts'
import { type Place, placeOf } from './place.ts'

const page = z.looseObject({
  pageInfo: z.looseObject({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(z.unknown()),
})
const provider = z.looseObject({ externalIdentities: page }).nullish()
const answer = z.looseObject({
  organization: z.looseObject({ samlIdentityProvider: provider }).nullish(),
  enterprise: z
    .looseObject({ ownerInfo: z.looseObject({ samlIdentityProvider: provider }).nullish() })
    .nullish(),
})
const identity = z.looseObject({
  samlIdentity: z.looseObject({ nameId: z.string().nullish() }).nullish(),
  scimIdentity: z.looseObject({ username: z.string().nullish() }).nullish(),
  user: z.looseObject({ login: z.string().min(1) }).nullish(),
})

const PROVIDER = `samlIdentityProvider {
  externalIdentities(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor }
    nodes { samlIdentity { nameId } scimIdentity { username } user { login } }
  }
}`
const QUESTION: Record<Place['kind'], string> = {
  orgs: `query Identities($name: String!, $after: String) {
organization(login: $name) { ${PROVIDER} } }`,
  enterprises: `query Identities($name: String!, $after: String) {
enterprise(slug: $name) { ownerInfo { ${PROVIDER} } } }`,
}
/** All that is ever posted to GitHub. */
export const QUESTIONS = /^\{"query":"query Identities\((?!.*\bmutation\b)/

/** Reports know logins only; single sign-on knows whose they are. */
export const logins: SnapshotStream = {
  how: 'snapshot',
  id: 'logins',
  says: 'Which GitHub login is whose e-mail address, from single sign-on.',
  source: 'github-logins',
  tools: [],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    let nodes = await identitiesAfter(null, { github: await githubOf(call), call })
    while (nodes) {
      yield { logins: nodes.values.flatMap((node) => loginOf(node, call) ?? []) }
      nodes = nodes.next && (await nodes.next())
    }
  },
}

type Identities = {
  readonly values: readonly unknown[]
  readonly next: (() => Promise<Identities | undefined>) | undefined
}

/** A page of identities; undefined where no single sign-on is set up. */
export async function identitiesAfter(
  after: string | null,
  { github, call }: { readonly github: Github; readonly call: Call },
): Promise<Identities | undefined> {
  const { kind, name } = placeOf(call)
  const question = {
    text: QUESTION[kind],
    right: 'identities',
    variables: { name, after },
  } as const
  const { organization, enterprise } = await github.query(question, answer)
  const found = (organization ?? enterprise?.ownerInfo)?.samlIdentityProvider?.externalIdentities
  if (!found) return undefined
  const { hasNextPage, endCursor } = found.pageInfo
  const more = hasNextPage && endCursor ? endCursor : undefined
  return {
    values: found.nodes,
    next: more === undefined ? undefined : () => identitiesAfter(more, { github, call }),
  }
}

/** Of an identity that is linked to a login. A name id that is no address is the provider's own key. */
function loginOf(value: unknown, { pseudonyms }: Call): Login | undefined {
  const { samlIdentity, scimIdentity, user } = identity.safeParse(value).data ?? {}
  const names = [samlIdentity?.nameId, scimIdentity?.username].filter((name) => !!name)
  const name = names.find((name) => name?.includes('@')) ?? names[0]
  if (!user || !name) return undefined
  return {
    account: pseudonyms.person(name),
    alias: pseudonyms.person(user.login),
    sure: 'verified',
  }
}
