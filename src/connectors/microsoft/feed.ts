import { z } from 'zod'

import type { Call } from '#collect.ts'
import { type Answer, client } from '#connectors/api/client.ts'
import { microsOf } from '#connectors/api/days.ts'
import { formFault } from '#connectors/api/fault.ts'
import { UserError } from '#core/errors.ts'

import { doorOf } from './fault.ts'
import { type Token, tokenOf } from './token.ts'

const HOST = 'https://manage.office.com'
const FEED = '/api/v1.0/{tenant}/activity/feed'
const TYPE = 'Audit.General'
const DOOR = doorOf('activity')
const iso = (at: number) => new Date(at).toISOString()

const subscriptions = z.array(z.looseObject({ contentType: z.string(), status: z.string() }))
const listing = z.array(
  z.looseObject({ contentUri: z.string(), contentCreated: z.string().nullish() }),
)
const content = z.array(z.unknown())
type Listing = Answer<z.infer<typeof listing>>

/** Entries that came to be there together. */
export type Blob = {
  readonly uri: string
  /** When; null where the listing does not say. */
  readonly publishedMicros: bigint | null
}

export type Feed = {
  /** @throws UserError with the command that starts the subscription, when it is not on */
  readonly subscribed: () => Promise<void>
  /** Blobs that came to be there in `from <= t < to`, at most a day. */
  readonly listed: (
    from: number,
    to: number,
  ) => AsyncGenerator<{ readonly blobs: readonly Blob[]; readonly last: boolean }>
  readonly content: (blob: Blob) => Promise<readonly unknown[]>
}

export function feedOf(call: Call, token: Token = tokenOf(call)): Feed {
  const tenant = call.setting('MICROSOFT_TENANT_ID') ?? ''
  const path = { tenant }
  const known = { PublisherIdentifier: tenant }
  const asking = client(
    {
      ...call,
      fetch: async (input, init) => {
        const request = new Request(input, init)
        request.headers.set('authorization', `Bearer ${await token(HOST)}`)
        return call.fetch(request)
      },
    },
    { door: DOOR, origin: HOST },
  )
  return {
    async subscribed() {
      const { body } = await asking.ask(
        { call: `GET ${FEED}/subscriptions/list`, path, query: known },
        subscriptions,
      )
      const on = body.some(
        ({ contentType, status }) => contentType === TYPE && status === 'enabled',
      )
      if (!on)
        throw new UserError(
          `Microsoft's audit feed has no subscription to ${TYPE}`,
          `Start it once: ${startCommand(tenant)} First content comes within 12 hours.`,
        )
    },
    async *listed(from, to) {
      const listCall = `GET ${FEED}/subscriptions/content` as const
      // Times are UTC, without a zone, to the second.
      const [startTime, endTime] = [from, to].map((at) => iso(at).slice(0, 19))
      const first = { ...known, contentType: TYPE, startTime, endTime }
      const seen = new Set<string>()
      for (let query: Readonly<Record<string, string | undefined>> | undefined = first; query;) {
        const answer: Listing = await asking.ask({ call: listCall, path, query }, listing)
        const next = answer.headers.get('nextpageuri')
        if (next !== null && seen.has(next))
          throw formFault(DOOR, listCall, 'a page that leads to itself')
        if (next !== null) seen.add(next)
        yield { blobs: answer.body.map(blobOf), last: next === null }
        query = next === null ? undefined : Object.fromEntries(new URL(next).searchParams)
      }
    },
    async content({ uri }) {
      const id = decodeURIComponent(new URL(uri).pathname.split('/').at(-1) ?? '')
      const { body } = await asking.ask(
        { call: `GET ${FEED}/audit/{id}`, path: { tenant, id }, query: known },
        content,
      )
      return body
    },
  }
}

/** As all its times, written without a zone or in UTC. */
function blobOf({ contentUri: uri, contentCreated }: z.infer<typeof listing>[number]): Blob {
  if (!contentCreated) return { uri, publishedMicros: null }
  const zoned = /Z|[+-]\d\d:\d\d$/i.test(contentCreated) ? contentCreated : `${contentCreated}Z`
  return { uri, publishedMicros: microsOf(zoned) ?? null }
}

/** The one call that is no question: an admin's to make, with the app's own token. */
export const startCommand = (tenant: string) =>
  `curl -X POST -H "Authorization: Bearer $TOKEN" -d "" "${HOST}/api/v1.0/${tenant}/activity/feed/subscriptions/start?contentType=${TYPE}&PublisherIdentifier=${tenant}" (TOKEN is the app's own, for ${HOST}/.default).`
