import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

import { decodeJwt } from 'jose'

import { storage } from './storage.ts'
import {
  cardOf,
  type Account,
  faultOf,
  type Fault,
  type Room,
  sizeOf,
  type World,
} from './world.ts'

type Json = Readonly<Record<string, unknown>>
type Reply = { readonly status: number; readonly body?: unknown; readonly retryAfter?: number }

const refusal = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, message: code } },
})

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
const PACE = [
  [7, 1_000],
  [60, 30_000],
] as const

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const memberOf = (account: Account, tenant: string) => ({
  id: account.id,
  name: account.name,
  aadObjectId: account.object,
  userPrincipalName: account.upn,
  email: account.upn,
  tenantId: account.tenant ?? tenant,
  userRole: account.role ?? 'user',
})

/** Teams' connector: keeps what it is told, with Teams' limits and refusals. */
export async function startConnector(appId: string, tenant: string) {
  const world: World = {
    rooms: new Map(),
    sent: [],
    calls: [],
    faults: [],
    files: [],
    mostBytes: 100_000,
  }
  const stamps = new Map<string, number[]>()
  let next = 0

  const tooFast = (room: string): boolean => {
    const now = Date.now()
    const sent = (stamps.get(room) ?? []).filter((at) => at > now - 30_000)
    const fast = PACE.some(([most, ms]) => sent.filter((at) => at > now - ms).length >= most)
    if (!fast) stamps.set(room, [...sent, now])
    return fast
  }

  function taken(room: Room | undefined, activity: Json): Reply | undefined {
    if (room === undefined || !room.installed) return refusal(403, 'BotNotInConversationRoster')
    if (tooFast(room.id)) return { ...refusal(429, 'RateLimited'), retryAfter: 1 }
    if (sizeOf(activity) > world.mostBytes) return refusal(413, 'MessageSizeTooBig')
    const card = cardOf({ activity })
    const fault = card && faultOf(card)
    return fault === undefined ? undefined : refusal(400, `BadSyntax: ${fault}`)
  }

  const ROUTES: readonly (readonly [
    string,
    RegExp,
    Fault['on'],
    (found: readonly string[], body: Json, url: URL) => Reply,
  ])[] = [
    [
      'POST',
      /^\/v3\/conversations\/([^/]+)\/activities$/,
      'create',
      ([id = ''], activity, url) => {
        const room = world.rooms.get(id.replace(/;messageid=.*$/, ''))
        const refused = taken(room, activity)
        if (refused !== undefined) return refused
        const targeted = url.searchParams.get('isTargetedActivity') === 'true'
        const only = (activity['recipient'] as { id?: string } | undefined)?.id
        if (targeted && (room?.kind === 'personal' || room?.targeted === false))
          return refusal(403, 'TargetedMessagesNotSupported')
        if (targeted && only === undefined) return refusal(400, 'NoRecipient')
        next += 1
        const message = {
          id: `m${next}`,
          room: id.replace(/;messageid=.*$/, ''),
          activity,
          updates: 0,
        }
        world.sent.push(targeted && only !== undefined ? { ...message, only } : message)
        return { status: 201, body: { id: message.id } }
      },
    ],
    [
      'PUT',
      /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
      'update',
      ([id = '', message], activity) => {
        const refused = taken(world.rooms.get(id.replace(/;messageid=.*$/, '')), activity)
        if (refused !== undefined) return refused
        const found = world.sent.find((one) => one.id === message)
        if (found === undefined) return refusal(404, 'ActivityNotFoundInConversation')
        found.activity = activity
        found.updates += 1
        return { status: 200, body: { id: found.id } }
      },
    ],
    [
      'DELETE',
      /^\/v3\/conversations\/([^/]+)\/activities\/([^/]+)$/,
      'update',
      ([, message]) => {
        const at = world.sent.findIndex((one) => one.id === message)
        if (at === -1) return refusal(404, 'ActivityNotFoundInConversation')
        world.sent.splice(at, 1)
        return { status: 200, body: {} }
      },
    ],
    [
      'GET',
      /^\/v3\/conversations\/([^/]+)\/pagedmembers$/i,
      'member',
      ([id = ''], _, url) => {
        const room = world.rooms.get(id)
        if (room === undefined) return refusal(404, 'ConversationNotFound')
        if (!room.installed) return refusal(403, 'BotNotInConversationRoster')
        // A page of two: who reads only the first page is found out.
        const from = Number(url.searchParams.get('continuationToken') ?? 0)
        const members = room.members.slice(from, from + 2).map((one) => memberOf(one, tenant))
        const more = from + 2 < room.members.length && { continuationToken: String(from + 2) }
        return { status: 200, body: { members, ...more } }
      },
    ],
    [
      'GET',
      /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/,
      'member',
      ([id = '', user]) => {
        const found = world.rooms
          .get(id)
          ?.members.find((one) => one.id === user || one.object === user)
        return found
          ? { status: 200, body: memberOf(found, tenant) }
          : refusal(404, 'MemberNotFoundInConversation')
      },
    ],
    [
      'GET',
      /^\/v3\/conversations\/([^/]+)\/pagedMembers$/,
      'member',
      ([id = '']) => {
        const room = world.rooms.get(id)
        return room?.installed
          ? { status: 200, body: { members: room.members.map((one) => memberOf(one, tenant)) } }
          : refusal(403, 'BotNotInConversationRoster')
      },
    ],
    [
      'POST',
      /^\/v3\/conversations$/,
      'any',
      (_, { members }) => {
        const [wanted] = members as readonly { id: string }[]
        const room = [...world.rooms.values()].find(
          ({ kind, members: [owner], installed }) =>
            kind === 'personal' && installed && owner?.object === wanted?.id,
        )
        return room
          ? { status: 201, body: { id: room.id } }
          : refusal(403, 'BotNotInConversationRoster')
      },
    ],
  ]

  const uploaded = storage(world)

  function answer(request: IncomingMessage, url: URL, body: Buffer): Reply {
    const { method = '', headers } = request
    if (method === 'PUT' && url.pathname.startsWith('/upload/')) {
      return uploaded(url.pathname, body, headers)
    }
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1]
    if (token === undefined || decodeJwt(token)['appid'] !== appId)
      return refusal(401, 'Unauthorized')
    for (const [verb, path, on, give] of ROUTES) {
      // Teams' own address of the service ends in /teams.
      const found = path.exec(decodeURIComponent(url.pathname).replace(/^\/teams(?=\/)/, ''))
      if (verb !== method || found === null) continue
      const at = world.faults.findIndex((fault) => fault.on === on || fault.on === 'any')
      const [fault] = at < 0 ? [] : world.faults.splice(at, 1)
      const given = () =>
        give(found.slice(1), body.length === 0 ? {} : (JSON.parse(body.toString()) as Json), url)
      if (fault === undefined) return given()
      if (fault.done === true) given()
      return { ...refusal(fault.status, fault.code ?? 'Fault'), ...fault }
    }
    return refusal(404, 'NotFound')
  }

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://connector')
    void bodyOf(request).then((body) => {
      const { status, body: said, retryAfter } = answer(request, url, body)
      world.calls.push({ method: request.method ?? '', path: url.pathname, status })
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      })
      response.end(JSON.stringify(said ?? {}))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return {
    world,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
