import { createHmac } from 'node:crypto'

import type { Json, World } from './world.ts'

/** How a delivery departs from an honest, first, timely one. */
export type Tampering = {
  /** Signs with another secret. */
  readonly secret?: string
  /** Seconds the timestamp lies in the past; negative: in the future. */
  readonly ageSeconds?: number
  /** Leaves the signature headers out. */
  readonly unsigned?: boolean
  /** Comes from another workspace. */
  readonly team?: string
}

export type Delivery = {
  readonly kind: 'command' | 'interaction' | 'event'
  readonly contentType: string
  readonly body: string
  /** HTTP status of the app; undefined where it did not answer in time. */
  readonly status: number | undefined
  readonly milliseconds: number
  /** As the person would see it: `operation_timeout` after 3 seconds, `dispatch_failed` otherwise. */
  readonly outcome: 'ok' | 'operation_timeout' | 'dispatch_failed'
  /** What the app's HTTP response said. */
  readonly reply: string
}

type Parcel = Pick<Delivery, 'kind' | 'contentType' | 'body'>

export type Retry = {
  readonly number: number
  readonly reason: 'http_timeout' | 'http_error' | 'connection_failed'
}

export const asForm = (fields: Readonly<Record<string, string>>): Omit<Parcel, 'kind'> => ({
  contentType: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
})

export const asJson = (payload: Json): Omit<Parcel, 'kind'> => ({
  contentType: 'application/json',
  body: JSON.stringify(payload),
})

/** https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`
}

function signed(world: World, body: string, tampering: Tampering): Record<string, string> {
  if (tampering.unsigned) return {}
  const timestamp = String(Math.floor(Date.now() / 1000) - (tampering.ageSeconds ?? 0))
  return {
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(tampering.secret ?? world.signingSecret, timestamp, body),
  }
}

export type Deliver = (
  parcel: Parcel,
  how?: Tampering & { readonly retry?: Retry },
) => Promise<Delivery>

/** POSTs to the app's request URL as Slack does, and waits as long as Slack would. */
export function createDeliver(world: World, appUrl: () => string): Deliver {
  return async (parcel, how = {}) => {
    const url = appUrl()
    const started = performance.now()
    const done = (rest: Pick<Delivery, 'status' | 'outcome' | 'reply'>): Delivery => ({
      ...parcel,
      ...rest,
      milliseconds: performance.now() - started,
    })
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': parcel.contentType,
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          ...signed(world, parcel.body, how),
          ...(how.retry && {
            'x-slack-retry-num': String(how.retry.number),
            'x-slack-retry-reason': how.retry.reason,
          }),
        },
        body: parcel.body,
        signal: AbortSignal.timeout(world.settings.ackMs),
      })
      const reply = await response.text()
      const outcome = response.ok ? 'ok' : 'dispatch_failed'
      return done({ status: response.status, outcome, reply })
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError'
      const outcome = late ? 'operation_timeout' : 'dispatch_failed'
      return done({ status: undefined, outcome, reply: '' })
    }
  }
}
