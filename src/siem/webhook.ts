import { createHash, createHmac } from 'node:crypto'

import type { Format } from '#core/siem/format.ts'
import type { SiemRecord } from '#core/siem/record.ts'
import type { Sink } from '#forwarding.ts'

import type { Post } from './post.ts'
import type { Write } from './write.ts'

/** A secret as Standard Webhooks writes it is base64 after this; any other is taken as it is. */
const PREFIX = 'whsec_'

type Signed = { readonly id: string; readonly timestamp: number; readonly body: string }

/** The signature of Standard Webhooks: HMAC-SHA-256 of `id.timestamp.body`, base64, after `v1,`. */
function signature(secret: string, { id, timestamp, body }: Signed): string {
  const key = secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), 'base64')
    : Buffer.from(secret, 'utf8')
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

type Webhook = {
  readonly post: Post
  readonly secret: string
  readonly format: Format
  readonly write: Write
  readonly now: () => number
}

/** A batch is one request: an array of JSON, or lines of CEF. */
export function webhook({ post, secret, format, write, now }: Webhook): Sink['send'] {
  const isText = format === 'cef'
  return async (records: readonly SiemRecord[]) => {
    const lines = records.map(write)
    const body = isText ? `${lines.join('\n')}\n` : `[${lines.join(',\n')}]`
    // The same batch sent again has the same id.
    const id = `msg_${createHash('sha256').update(body).digest('hex').slice(0, 32)}`
    const timestamp = Math.floor(now() / 1000)
    await post(body, {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signature(secret, { id, timestamp, body }),
    })
  }
}
