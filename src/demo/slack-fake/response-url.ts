import { randomBytes } from 'node:crypto'

import { change, content, put, remove } from './methods/chat.ts'
import { type Json, Refusal, type World } from './world.ts'

const USES = 5
const LIFE_MS = 30 * 60_000

type Grant = {
  readonly user: string
  readonly channel: string
  /** The message whose button was pressed; none after a slash command. */
  readonly source?: string
  readonly at: number
  uses: number
}

export type ResponseUrls = {
  readonly issue: (grant: Pick<Grant, 'user' | 'channel' | 'source'>) => string
  readonly post: (path: string, body: Json) => { status: number; reply: Json }
  /** What a slash command's own HTTP response says, shown like a first use of its URL. */
  readonly show: (grant: Pick<Grant, 'user' | 'channel'>, body: Json) => void
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export function createResponseUrls(world: World): ResponseUrls {
  const grants = new Map<string, Grant>()
  return {
    issue: (grant) => {
      const path = `/actions/${world.team.id}/${randomBytes(12).toString('hex')}`
      grants.set(path, { ...grant, at: world.now(), uses: 0 })
      return `${world.url}${path}`
    },
    post: (path, body) => {
      const grant = grants.get(path)
      if (!grant || world.now() - grant.at > LIFE_MS) return refused(404, 'expired_url')
      if (grant.uses >= USES) return refused(404, 'used_url')
      grant.uses += 1
      try {
        respond(world, grant, body)
        return { status: 200, reply: { ok: true } }
      } catch (error) {
        if (error instanceof Refusal) return refused(400, error.code)
        throw error
      }
    },
    show: (grant, body) => {
      respond(world, { ...grant, at: world.now(), uses: 0 }, body)
    },
  }
}

function refused(status: number, error: string) {
  return { status, reply: { ok: false, error } }
}

/**
 * `replace_original` and `delete_original` act on the message whose button was pressed. After a
 * slash command there is none, so a replacement is a further message.
 */
function respond(world: World, grant: Grant, body: Json): void {
  const source = world.messages.find(({ ts }) => ts === grant.source)
  if (body['delete_original'] === true) {
    if (source) remove(world, source)
    return
  }
  const inChannel = body['response_type'] === 'in_channel'
  const replaces = body['replace_original'] === true && source !== undefined
  const ephemeral = replaces ? source.onlyFor !== undefined : !inChannel
  const said = content(world, body, ephemeral)
  if (replaces) {
    change(world, source, { ...said, edited: source.onlyFor === undefined })
    return
  }
  const thread = body['thread_ts']
  put(world, {
    channel: grant.channel,
    ...said,
    ...(ephemeral && { onlyFor: grant.user }),
    ...(typeof thread === 'string' && { thread }),
  })
}
