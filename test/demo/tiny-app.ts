import type { AddressInfo, Server } from 'node:net'

import { App } from '@slack/bolt'
import { WebClient } from '@slack/web-api'

import { type SlackFake, startSlackFake } from '#demo/slack-fake/start.ts'
import type { Json, Settings } from '#demo/slack-fake/world.ts'

export type Desk = AsyncDisposable & {
  readonly fake: SlackFake
  readonly client: WebClient
  /** Starts a Bolt app on a free port of 127.0.0.1 and joins it to the fake; stopped with the desk. */
  readonly join: (handle: (app: App) => void) => Promise<void>
}

/** A client that fails at once instead of trying again. */
export function clientOf(fake: SlackFake, token = fake.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: fake.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 1000,
    logger: quiet,
  })
}

const nothing = () => {}

const quiet = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  setName: nothing,
  getLevel: () => 'error' as never,
}

export async function startDesk(settings: Partial<Settings> = {}): Promise<Desk> {
  const stack = new AsyncDisposableStack()
  const fake = stack.use(await startSlackFake({ signingSecret: 'a secret', settings }))
  return {
    fake,
    client: clientOf(fake),
    join: async (handle) => {
      const app = new App({
        signingSecret: fake.signingSecret,
        token: fake.botToken,
        logger: quiet,
        clientOptions: { slackApiUrl: fake.apiUrl, retryConfig: { retries: 0 } },
      })
      handle(app)
      const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server
      fake.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
      stack.defer(async () => {
        await app.stop()
      })
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** What Slack says of a call: `ok`, or its error code with its messages. */
export async function outcome(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'ok'
  } catch (error) {
    const { data, code, retryAfter } = error as {
      data?: { error: string; response_metadata?: { messages?: string[] } }
      code?: string
      retryAfter?: number
    }
    if (retryAfter !== undefined) return `ratelimited ${retryAfter}`
    return data
      ? [data.error, ...(data.response_metadata?.messages ?? [])].join(' ')
      : (code ?? String(error))
  }
}

export const button = (text: string, action_id: string): Json => ({
  type: 'button',
  action_id,
  text: { type: 'plain_text', text },
  value: 'v',
})
