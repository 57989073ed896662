import { setTimeout as sleep } from 'node:timers/promises'

import type { Bytes, Slack } from './calls.ts'
import { Refusal } from './refusal.ts'

export type Upload = {
  readonly name: string
  readonly title: string
  readonly file: Bytes
  /** Shared there; without it, nobody sees the file until a message names it. */
  readonly channel?: string
}

export const inMemory = (bytes: Uint8Array): Bytes => ({
  bytes: bytes.byteLength,
  async *read() {
    yield bytes
  },
})

/** https://docs.slack.dev/messaging/working-with-files#upload: ask for a URL, post, complete. */
export async function upload(slack: Slack, file: Upload): Promise<string> {
  const { name, title, file: content, channel } = file
  const granted = await slack.call('repeatable', (api) =>
    api.files.getUploadURLExternal({ filename: name, length: content.bytes }),
  )
  const { upload_url: url, file_id: id } = granted
  if (url === undefined || id === undefined) throw new Refusal('no_upload_url')
  await slack.put(url, content)
  const files: [{ id: string; title: string }] = [{ id, title }]
  // Completed twice it would be shared twice.
  await slack.call(channel === undefined ? 'repeatable' : 'once', (api) =>
    api.files.completeUploadExternal(
      channel === undefined ? { files } : { files, channel_id: channel },
    ),
  )
  return id
}

const FIRST_POLL_MS = 100
const LONGEST_POLL_MS = 1_600

/**
 * Waits until Slack knows the file's type: before, a message that names it is refused
 * (https://github.com/slackapi/java-slack-sdk/issues/1349). False after `withinMs`.
 */
export async function ready(slack: Slack, file: string, withinMs: number): Promise<boolean> {
  let waited = 0
  for (let wait = FIRST_POLL_MS; ; wait = Math.min(wait * 2, LONGEST_POLL_MS)) {
    const { file: known } = await slack.call('repeatable', (api) => api.files.info({ file }))
    if (known?.mimetype !== undefined && known.mimetype !== '') return true
    if (waited >= withinMs) return false
    await sleep(wait)
    waited += wait
  }
}

/** Where a person opens it. */
export async function permalink(slack: Slack, file: string): Promise<string> {
  const { file: known } = await slack.call('repeatable', (api) => api.files.info({ file }))
  if (known?.permalink === undefined) throw new Refusal('no_permalink')
  return known.permalink
}
