import type { ActivityParams } from '@microsoft/teams.api'
import type { App } from '@microsoft/teams.apps'

import { watchCredentials } from '#chat/health.ts'
import { type How, tried } from '#chat/tried.ts'
import type { Conversation } from '#conversations.ts'
import type { Log } from '#ports.ts'

import { waitBefore } from './backoff.ts'
import { CONVERSATION_PACE, TENANT_PACE } from './limits.ts'
import { createPace } from './pace.ts'
import { Limited, Refusal, understood, Unsent } from './refusal.ts'

type Api = App['api']

/** Where a call goes: a conversation and the thread in it, through the service it is known by. */
export type Spot = Pick<Conversation, 'id' | 'serviceUrl'>

/** Teams as we call it. @throws Refusal, Limited, Lost */
export type Teams = {
  readonly call: <Answer>(
    how: How,
    spot: Spot,
    method: (api: Api) => Promise<Answer>,
  ) => Promise<Answer>
}

const RETRIES = 3
/** Up to three more tries: after a 429 always, without an answer only what may be repeated. */
const tryAs = (how: How, stopped: AbortSignal | undefined) => ({
  how,
  retries: RETRIES,
  waitBefore,
  stopped,
})

/** What the identity library says when nobody answered it. */
const UNREACHED = new Set(['network_error', 'endpoints_resolution_error', 'openid_config_error'])

/** Errors of the identity library have no status; without a token nothing was sent. */
function withoutToken(error: unknown): unknown {
  const code = error instanceof Error && 'errorCode' in error ? String(error.errorCode) : ''
  if (UNREACHED.has(code)) return new Limited(undefined)
  const name = error instanceof Error ? error.constructor.name : ''
  return /^(ServerError|ClientAuthError|AuthError|InteractionRequiredAuthError)$/.test(name)
    ? new Refusal(401, 'no_token')
    : error
}

/** Once `stopped`, what waits for its turn is not sent any more. */
export function createTeams(app: App, log: Log, stopped?: AbortSignal): Teams {
  const heard = watchCredentials(log, {
    dead: 'Teams refuses the app’s token: look at its secret',
    well: 'Teams takes the app’s token again',
  })
  const inTenant = createPace(TENANT_PACE)
  const inConversation = createPace(CONVERSATION_PACE)
  const inTurn = async (id: string) => {
    try {
      await inConversation(id, stopped)
      await inTenant('tenant', stopped)
    } catch {
      throw new Unsent()
    }
  }
  return {
    call: (how, { id, serviceUrl }, method) => {
      const api = app.api.clone({ serviceUrl })
      return tried(tryAs(how, stopped), async () => {
        await inTurn(id)
        try {
          const answer = await method(api)
          heard(undefined)
          return answer
        } catch (error) {
          const known = withoutToken(understood(error))
          if (known instanceof Refusal) heard(known.status === 401 ? { teams: '401' } : undefined)
          throw known
        }
      })
    },
  }
}

type Attachment = {
  readonly contentType: string
  readonly content: unknown
  readonly name?: string
  readonly contentUrl?: string
}

/** What is said: words for notifications, and attachments. */
export type Said = {
  readonly text?: string
  readonly summary?: string
  readonly attachments?: readonly Attachment[]
}

/** As the SDK takes it. */
export function activityOf(said: Said, more: object = {}): ActivityParams {
  const { text, summary, attachments = [] } = said
  return {
    type: 'message',
    ...(text !== undefined && { text, textFormat: 'plain' }),
    ...(summary !== undefined && { summary }),
    ...(attachments.length > 0 && { attachments: [...attachments] }),
    ...more,
  }
}
