import type { SlackBlock } from './blocks.ts'
import { context, plain } from './blocks.ts'
import type { Slack } from './calls.ts'
import { RESPONSE_URL_USES } from './limits.ts'
import { GONE, Refusal } from './refusal.ts'

type Said = { readonly text: string; readonly blocks?: readonly SlackBlock[] }

/** Where one answer goes. */
export type Reply = {
  /** @throws Refusal, Limited, Lost */
  readonly say: (said: Said) => Promise<void>
  /** Whether what is said next takes the place of what was said before. */
  readonly replaces: () => boolean
  /** Whether it stays: in the app's messages, not in an ephemeral reply. */
  readonly stays: () => boolean
}

/** Counts its uses: a response URL takes five. */
function responseUrl(slack: Slack, url: string) {
  let uses = 0
  return async (body: Readonly<Record<string, unknown>>): Promise<void> => {
    if (uses === RESPONSE_URL_USES) throw new Refusal('used_url')
    uses += 1
    await slack.post(url, body)
  }
}

/**
 * After a slash command. Slack has nothing there to replace: with `replace_original` it adds one
 * more message all the same (https://github.com/slackapi/bolt-js/issues/2287).
 */
export function toCommand(slack: Slack, url: string): Reply {
  const post = responseUrl(slack, url)
  return {
    say: (said) => post({ ...said, response_type: 'ephemeral', replace_original: false }),
    replaces: () => false,
    stays: () => false,
  }
}

/** In the place of the message whose button was pressed. */
export function toClick(slack: Slack, url: string, stays: boolean): Reply {
  const post = responseUrl(slack, url)
  return {
    say: (said) => post({ ...said, replace_original: true }),
    replaces: () => true,
    stays: () => stays,
  }
}

export type Spot = {
  readonly channel: string
  /** The thread's first message, if the conversation is in one. */
  readonly thread?: string | undefined
}

/** Only for one person, in a channel: what a mention is answered with. */
export function toMention(slack: Slack, user: string, { channel, thread }: Spot): Reply {
  return {
    say: async ({ text, blocks = [] }) => {
      await slack.call('repeatable', (api) =>
        api.chat.postEphemeral({
          channel,
          user,
          text,
          blocks: [...blocks],
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      )
    },
    replaces: () => false,
    stays: () => false,
  }
}

/**
 * A message of its own in a conversation, the app's with someone or a channel; what is said later
 * updates it. `posted`: what Slack calls it, once it is there.
 */
export function toDm(
  slack: Slack,
  { channel, thread }: Spot,
): Reply & { readonly posted: () => string | undefined } {
  let ts: string | undefined
  return {
    posted: () => ts,
    say: async ({ text, blocks = [] }) => {
      const content = { channel, text, blocks: [...blocks] }
      if (ts !== undefined) {
        const known = ts
        await slack.call('repeatable', (api) => api.chat.update({ ...content, ts: known }))
        return
      }
      const posted = await slack.call('once', ({ chat: { postMessage } }) =>
        postMessage({
          ...content,
          unfurl_links: false,
          ...(thread !== undefined && { thread_ts: thread }),
        }),
      )
      ts = posted.ts
    },
    replaces: () => true,
    stays: () => true,
  }
}

function introduced(reply: Reply, why: string): Reply {
  const line = context(plain(why))
  return {
    ...reply,
    say: ({ text, blocks = [] }) => reply.say({ text, blocks: [line, ...blocks] }),
  }
}

/** Moves to the app's messages when the first place is too late or takes nothing any more. */
export function orDm(first: Reply, dm: () => Promise<Reply>, late: () => boolean): Reply {
  let now = first
  const move = async (why: string) => {
    now = introduced(await dm(), why)
  }
  return {
    say: async (said) => {
      if (now === first && late()) await move('This took long, so the answer is here.')
      try {
        await now.say(said)
      } catch (error) {
        const gone = now === first && error instanceof Refusal && GONE.has(error.code)
        if (!gone) throw error
        await move('Slack takes no answer where you asked, so it is here.')
        await now.say(said)
      }
    },
    replaces: () => now.replaces(),
    stays: () => now.stays(),
  }
}
