import { randomUUID } from 'node:crypto'

import type { Format } from '#core/siem/format.ts'
import type { Sender, SiemRecord } from '#core/siem/record.ts'
import type { Sink } from '#forwarding.ts'

import type { Post } from './post.ts'
import type { Write } from './write.ts'

type Splunk = {
  readonly post: Post
  readonly token: string
  readonly index: string | undefined
  readonly format: Format
  readonly write: Write
  readonly sender: Sender
}

/** Splunk's HTTP Event Collector: events one after another in one body. */
export function splunk({ post, token, index, format, write, sender }: Splunk): Sink['send'] {
  // Tokens with indexer acknowledgement refuse what names no channel.
  const channel = randomUUID()
  const about = {
    host: sender.host,
    source: 'ai-usage',
    sourcetype: `ai_usage:${format}`,
    ...(index !== undefined && { index }),
  }
  const eventOf = (record: SiemRecord) => {
    const event: unknown = format === 'cef' ? write(record) : JSON.parse(write(record))
    return JSON.stringify({ time: record.at / 1000, ...about, event })
  }
  return (records) =>
    post(records.map(eventOf).join('\n'), {
      'content-type': 'application/json',
      authorization: `Splunk ${token}`,
      'x-splunk-request-channel': channel,
    })
}
