import { randomBytes } from 'node:crypto'

import { acceptBlocks, fileUrl } from '#demo/slack-fake/blocks/check.ts'
import { postable, required, structured } from '#demo/slack-fake/places.ts'
import { type Json, Refusal, type StoredFile, type World } from '#demo/slack-fake/world.ts'

import { put } from './chat.ts'

const TYPES: Readonly<Record<string, readonly [filetype: string, mimetype: string]>> = {
  png: ['png', 'image/png'],
  jpg: ['jpg', 'image/jpeg'],
  gif: ['gif', 'image/gif'],
  csv: ['csv', 'text/csv'],
  txt: ['text', 'text/plain'],
  pdf: ['pdf', 'application/pdf'],
}

export function mimeType(name: string): string {
  return TYPES[extension(name)]?.[1] ?? 'application/octet-stream'
}

const extension = (name: string) => name.split('.').at(-1)?.toLowerCase() ?? ''

export function getUploadUrl(world: World, args: Json): Json {
  const name = required(args, 'filename')
  const length = Number(required(args, 'length'))
  if (!Number.isSafeInteger(length) || length < 1) throw new Refusal('invalid_arguments')
  const file: StoredFile = {
    id: world.next('F'),
    name,
    length,
    title: name,
    uploadPath: `/upload/v1/${randomBytes(16).toString('hex')}`,
    bytes: undefined,
    completed: false,
    readyAt: Number.POSITIVE_INFINITY,
    shares: [],
  }
  world.files.set(file.id, file)
  return { upload_url: `${world.url}${file.uploadPath}`, file_id: file.id }
}

/** What the upload URL answers: it takes one body, once, of the announced length. */
export function upload(
  world: World,
  path: string,
  bytes: Uint8Array,
): { status: number; body: string } {
  const file = [...world.files.values()].find(({ uploadPath }) => uploadPath === path)
  if (!file || file.bytes) return { status: 404, body: 'unknown or used upload URL' }
  if (bytes.byteLength !== file.length)
    return { status: 400, body: `expected ${file.length} bytes, got ${bytes.byteLength}` }
  file.bytes = bytes
  return { status: 200, body: `OK - ${bytes.byteLength}` }
}

function completing(world: World, entry: unknown): { file: StoredFile; title: unknown } {
  const { id, title } = (entry ?? {}) as { id?: string; title?: string }
  const file = world.files.get(id ?? '')
  if (!file?.bytes) throw new Refusal('file_not_found')
  if (file.completed) throw new Refusal('file_update_failed')
  return { file, title }
}

export function completeUpload(world: World, args: Json): Json {
  const entries = structured(args['files'])
  if (!Array.isArray(entries) || entries.length === 0) throw new Refusal('invalid_arguments')
  const found = entries.map((entry) => completing(world, entry))
  const target = args['channel_id'] ?? args['channels']
  const channel = target ? postable(world, target) : undefined
  const comment = typeof args['initial_comment'] === 'string' ? args['initial_comment'] : ''
  const blocks =
    comment || args['blocks'] === undefined
      ? []
      : acceptBlocks(world, args['blocks'], { surface: 'message', ephemeral: false })
  const { processing } = world.settings
  for (const { file, title } of found) {
    file.completed = true
    file.readyAt = processing === 'never' ? Number.POSITIVE_INFINITY : world.now() + processing
    if (typeof title === 'string') file.title = title
  }
  if (channel) {
    const thread = args['thread_ts']
    const { ts } = put(world, {
      channel: channel.id,
      text: comment,
      blocks,
      files: found.map(({ file }) => file.id),
      ...(typeof thread === 'string' && { thread }),
    })
    for (const { file } of found) file.shares.push({ channel: channel.id, ts })
  }
  return { files: found.map(({ file }) => described(world, file)) }
}

/** Until it is processed, a file has no type and no thumbnails. */
function described(world: World, file: StoredFile): Json {
  const ready = file.completed && world.now() >= file.readyAt
  const url = fileUrl(world, file.id, file.name)
  return {
    id: file.id,
    name: file.name,
    title: file.title,
    size: file.length,
    user: world.app.bot,
    mimetype: ready ? mimeType(file.name) : '',
    filetype: ready ? (TYPES[extension(file.name)]?.[0] ?? 'binary') : '',
    url_private: url,
    url_private_download: url,
    permalink: `https://${world.team.domain}.slack.com/files/${world.app.bot}/${file.id}/${encodeURIComponent(file.name)}`,
    shares: sharesOf(world, file),
    channels: file.shares.map(({ channel }) => channel).filter((id) => id.startsWith('C')),
    ims: file.shares.map(({ channel }) => channel).filter((id) => id.startsWith('D')),
  }
}

function sharesOf(world: World, file: StoredFile): Json {
  const shares: { public?: Json; private?: Json } = {}
  for (const { channel, ts } of file.shares) {
    const kind = world.channels.get(channel)?.kind === 'public' ? 'public' : 'private'
    shares[kind] = { ...shares[kind], [channel]: [{ ts }] }
  }
  return shares
}

export function fileInfo(world: World, args: Json): Json {
  const file = world.files.get(required(args, 'file'))
  if (!file?.completed) throw new Refusal('file_not_found')
  return { file: described(world, file) }
}
