import type OpenAI from 'openai'
import { z } from 'zod'

import type { Call, Login, ServiceAccount } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'

import { DOOR, everyRow } from './client.ts'

const user = z.looseObject({
  id: z.string().min(1).max(200),
  email: z.string().min(3).max(320).nullish(),
  is_service_account: z.boolean().nullish(),
})
const project = z.looseObject({ id: z.string().min(1).max(200), name: z.string().nullish() })
const key = z.looseObject({ id: z.string().min(1).max(200) })

export type User = z.output<typeof user>

/** A person the vendor knows by id only: what its e-mail's login joins to. */
export const personOf = (id: string) => `openai:${id}`

export async function listUsers(call: Call, client: OpenAI): Promise<readonly User[]> {
  const name = 'GET /organization/users'
  const rows = await everyRow(call, name, (after) =>
    client.admin.organization.users.list({ limit: 100, ...(after === undefined ? {} : { after }) }),
  )
  return shaped(rows, z.array(user), { door: DOOR, call: name })
}

async function listProjects(call: Call, client: OpenAI) {
  const name = 'GET /organization/projects'
  const rows = await everyRow(call, name, (after) =>
    client.admin.organization.projects.list({
      limit: 100,
      include_archived: true,
      ...(after === undefined ? {} : { after }),
    }),
  )
  return shaped(rows, z.array(project), { door: DOOR, call: name })
}

/** Which project each API key belongs to: costs by key can then be told by project. */
export async function keyProjects(
  call: Call,
  client: OpenAI,
  projects: Iterable<string>,
): Promise<ReadonlyMap<string, string>> {
  const name = 'GET /organization/projects/{project}/api_keys'
  const found = new Map<string, string>()
  for (const id of projects) {
    const rows = await everyRow(call, name, (after) =>
      client.admin.organization.projects.apiKeys.list(id, {
        limit: 100,
        ...(after === undefined ? {} : { after }),
      }),
    )
    for (const row of shaped(rows, z.array(key), { door: DOOR, call: name })) found.set(row.id, id)
  }
  return found
}

/** Who a row of usage or costs belongs to: a person, else the project or key, else nobody known. */
export type Owners = {
  readonly projects: ReadonlyMap<string, string>
  readonly accountOf: (row: {
    readonly user_id?: string | null | undefined
    readonly project_id?: string | null | undefined
    readonly api_key_id?: string | null | undefined
  }) => { readonly account: string | null; readonly person: boolean }
  /** The services met since the last time this was asked. */
  readonly met: () => readonly ServiceAccount[]
}

/** E-mail addresses stay in memory and leave it only as pseudonyms. */
export async function owners(call: Call, client: OpenAI): Promise<Owners> {
  const { pseudonyms } = call
  const users = new Map((await listUsers(call, client)).map((each) => [each.id, each]))
  const projects = new Map(
    (await listProjects(call, client)).map(({ id, name }) => [id, name ?? '']),
  )
  const services = new Map<string, ServiceAccount>()
  let fresh: ServiceAccount[] = []

  const service = (kind: 'project' | 'key', id: string): string => {
    const account = pseudonyms.service(`openai:${kind}:${id}`)
    if (!services.has(account)) {
      const name = kind === 'project' ? (projects.get(id) ?? '') : ''
      const met = { account, kind, label: name === '' ? id : `${id} (${name})` }
      services.set(account, met)
      fresh.push(met)
    }
    return account
  }

  return {
    projects,
    accountOf: ({ user_id, project_id, api_key_id }) => {
      const known = user_id ? users.get(user_id) : undefined
      if (user_id && known?.is_service_account !== true)
        return { account: pseudonyms.person(known?.email ?? personOf(user_id)), person: true }
      if (project_id) return { account: service('project', project_id), person: false }
      if (api_key_id) return { account: service('key', api_key_id), person: false }
      return { account: null, person: false }
    },
    met: () => {
      const given = fresh
      fresh = []
      return given
    },
  }
}

/** Joins each person's address to the id that usage and audit rows name them by. */
export function loginsOf(users: readonly User[], { pseudonyms }: Call): readonly Login[] {
  return users.flatMap(({ id, email, is_service_account }) =>
    email && is_service_account !== true
      ? [
          {
            account: pseudonyms.person(email),
            alias: pseudonyms.person(personOf(id)),
            sure: 'verified' as const,
          },
        ]
      : [],
  )
}
