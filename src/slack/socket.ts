import { setTimeout as sleep } from 'node:timers/promises'

import { type Logger, SocketModeReceiver } from '@slack/bolt'

import type { Log } from '#ports.ts'

import { nameOf, understood } from './refusal.ts'

/**
 * How long a pong may take. The client's default of 5 seconds warns of connections that are well
 * (https://github.com/slackapi/bolt-js/issues/2496); it also waits that long before it connects
 * again, which `keepConnected` does at once.
 */
const CLIENT_PING_TIMEOUT_MS = 20_000
const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 30_000

export type SocketOptions = {
  readonly appToken: string
  readonly apiUrl?: string | undefined
  readonly logger: Logger
  readonly log: Log
}

/** Takes Slack's requests over a web socket that we open, so that no public URL is needed. */
export function createSocket({ appToken, apiUrl, logger, log }: SocketOptions) {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    clientPingTimeout: CLIENT_PING_TIMEOUT_MS,
    // Its own way of connecting again ends in an unhandled rejection when the token is refused.
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: {
        ...(apiUrl !== undefined && { slackApiUrl: apiUrl }),
        retryConfig: { retries: 0 },
        rejectRateLimitedCalls: true,
        timeout: 8_000,
      },
    },
  })
  const { client } = receiver
  const stopping = new AbortController()

  const connected = () => client.start()
  const disconnected = () =>
    new Promise<void>((resolve) => void client.once('disconnected', resolve))

  /** Slack closes every connection after some hours: the next one is opened at once. */
  async function keepConnected(): Promise<void> {
    let failures = 0
    let lost = disconnected()
    while (!stopping.signal.aborted) {
      await lost
      if (stopping.signal.aborted) return
      const wait = Math.min(FIRST_BACKOFF_MS * 2 ** failures, LONGEST_BACKOFF_MS)
      if (failures > 0)
        await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined)
      try {
        await connected()
        failures = 0
        lost = disconnected()
      } catch (error) {
        failures += 1
        lost = Promise.resolve()
        log.warn({ slack: nameOf(understood(error)), failures }, 'Socket Mode is not connected')
      }
    }
  }

  return {
    receiver,
    /** @throws when the first connection can't be made */
    async connect(): Promise<{ readonly stop: () => Promise<void> }> {
      try {
        await connected()
      } catch (error) {
        throw understood(error)
      }
      const kept = keepConnected()
      return {
        stop: async () => {
          stopping.abort()
          await client.disconnect()
          await kept
        },
      }
    },
  }
}
