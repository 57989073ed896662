import { createServer } from 'node:http'

import { close, portOf } from '#demo/slack-fake/server.ts'
import type { SlackFake } from '#demo/slack-fake/start.ts'

import { trespass } from './guard.ts'
import { answer, refuse } from './routes.ts'

export type DemoPageOptions = {
  readonly fake: SlackFake
  /** 0 or absent: any free port. */
  readonly port?: number
  readonly host: '127.0.0.1'
  /** What the composer offers to complete, without the command's name. */
  readonly examples?: readonly string[]
}

export type DemoPage = { readonly url: string; readonly stop: () => Promise<void> }

const EXAMPLES = [
  'help',
  '30d',
  'team:eng 30d',
  'last month by:team',
  '90d by:model',
  'tool:chatgpt 14w',
]

/**
 * The demo: the fake workspace drawn as Slack draws it, for the person chosen on the page. What is
 * typed and clicked goes through the fake to the app, signed, over HTTP.
 */
export async function startDemoPage(options: DemoPageOptions): Promise<DemoPage> {
  const { fake, port = 0, host, examples = EXAMPLES } = options
  const server = createServer((request, response) => {
    const wrong = trespass(request, portOf(server))
    if (wrong !== undefined) refuse(response, 403, wrong)
    else
      answer({ fake, examples }, request, response).catch((error: unknown) => {
        refuse(response, 400, error instanceof Error ? error.message : 'That did not work.')
      })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve)
  })
  return { url: `http://${host}:${portOf(server)}`, stop: () => close(server) }
}
