import { textOf } from '#demo/slack-fake/see.ts'
import { type SlackFake, startSlackFake } from '#demo/slack-fake/start.ts'
import type { Message } from '#demo/slack-fake/world.ts'
import { type RunningSlack, startSlack } from '#slack/app.ts'

import { type TestHouse, testHouse } from './house.ts'

export const SECRET = 'test-signing-secret'

export type Stage = AsyncDisposable & {
  readonly slack: SlackFake
  readonly house: TestHouse
  readonly app: RunningSlack
  /** What someone sees of the app in a conversation, oldest first. */
  readonly seen: (user?: string, channel?: string) => readonly Message[]
  readonly said: (user?: string, channel?: string) => readonly string[]
  /** Waits until `check` holds: answers come after the acknowledgement. */
  readonly until: (check: () => boolean, what?: string) => Promise<void>
  /** Waits until nothing more is said for a moment. */
  readonly quiet: (forMs?: number) => Promise<void>
  /** Types a command as the admin and returns what they see then. */
  readonly ask: (text?: string) => Promise<readonly Message[]>
  readonly calls: (method: string) => number
}

type Options = Omit<Parameters<typeof startSlackFake>[0], 'signingSecret'>

async function until(check: () => boolean, what = 'what was awaited'): Promise<void> {
  for (let waited = 0; !check(); waited += 10) {
    if (waited > 15_000) throw new Error(`${what} did not happen`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

/** The real app, over HTTP, against the Slack fake. */
export async function stage(options: Options = {}): Promise<Stage> {
  const slack = await startSlackFake({ signingSecret: SECRET, ...options })
  const house = testHouse()
  const app = await startSlack(
    {
      botToken: slack.botToken,
      signingSecret: SECRET,
      apiUrl: slack.apiUrl,
      host: '127.0.0.1',
      port: 0,
    },
    house,
  )
  slack.connect(app.url ?? '')
  const seen = (user = 'UADMIN', channel = 'CGENERAL') =>
    slack.visibleTo(user, channel).filter(({ from }) => from !== 'person')
  const quiet = async (forMs = 250) => {
    for (let calls = -1; calls !== slack.world.calls.length;) {
      calls = slack.world.calls.length
      await new Promise((resolve) => setTimeout(resolve, forMs))
    }
  }
  return {
    slack,
    house,
    app,
    seen,
    said: (user, channel) => seen(user, channel).map(textOf),
    until,
    quiet,
    ask: async (text = 'team:eng 30d') => {
      const before = seen().length
      await slack.command({ user: 'UADMIN', channel: 'CGENERAL', text })
      await until(() => seen().length > before, 'an answer')
      return seen().slice(before)
    },
    calls: (method) => slack.world.calls.filter((call) => call.method === method).length,
    [Symbol.asyncDispose]: async () => {
      await app.stop()
      await slack.stop()
    },
  }
}

/** The action_id of the button with this label. */
export function button(message: Message, label: string): string {
  for (const block of message.blocks)
    for (const element of (block['elements'] ?? []) as readonly Record<string, unknown>[])
      if ((element['text'] as { text?: string } | undefined)?.text === label)
        return String(element['action_id'])
  throw new Error(`The message has no button ${label}`)
}

export const types = (message: Message | undefined): readonly unknown[] =>
  (message?.blocks ?? []).map((block) => block['type'])
