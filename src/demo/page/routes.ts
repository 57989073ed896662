import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createRequire } from 'node:module'

import { bytesOf } from '#demo/slack-fake/body.ts'
import { mimeType } from '#demo/slack-fake/methods/files.ts'
import type { SlackFake } from '#demo/slack-fake/start.ts'

import { HEADERS } from './guard.ts'
import { changed, clicked, dismiss, filled, opened, said, speak, submit, typed } from './speak.ts'
import { pageState, people } from './state.ts'

const here = (name: string) => new URL(name, import.meta.url)

const SCRIPT = 'text/javascript; charset=utf-8'

const STATIC: Readonly<Record<string, readonly [type: string, file: URL | string]>> = {
  '/': ['text/html; charset=utf-8', here('page.html')],
  '/page.js': [SCRIPT, here('page.js')],
  '/composer.js': [SCRIPT, here('composer.js')],
  '/element.js': [SCRIPT, here('element.js')],
  '/modal.js': [SCRIPT, here('modal.js')],
  '/theme.js': [SCRIPT, here('theme.js')],
  '/page.css': ['text/css; charset=utf-8', here('page.css')],
  '/app.svg': ['image/svg+xml', here('app.svg')],
  '/eye.svg': ['image/svg+xml', here('eye.svg')],
  '/lock.svg': ['image/svg+xml', here('lock.svg')],
  '/blocks.css': [
    'text/css; charset=utf-8',
    createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css'),
  ],
}

type Demo = { readonly fake: SlackFake; readonly examples: readonly string[] }

export function refuse(response: ServerResponse, status: number, why: string): void {
  if (!response.headersSent)
    response.writeHead(status, { ...HEADERS, 'content-type': 'text/plain' })
  response.end(why)
}

function sendJson(response: ServerResponse, body: unknown): void {
  response
    .writeHead(200, { ...HEADERS, 'content-type': 'application/json' })
    .end(JSON.stringify(body))
}

/** Says "look again" whenever something changed; the page then asks for what it shows. */
function stream(fake: SlackFake, response: ServerResponse): void {
  response.writeHead(200, { ...HEADERS, 'content-type': 'text/event-stream' })
  response.write('retry: 500\n\n')
  const stop = fake.onChange(() => {
    response.write('data: changed\n\n')
  })
  response.on('close', stop)
}

function sendFile(fake: SlackFake, url: URL, response: ServerResponse): void {
  const file = fake.world.files.get(url.pathname.slice('/file/'.length))
  if (!file?.bytes) {
    refuse(response, 404, 'No such file.')
    return
  }
  const name = encodeURIComponent(file.name)
  response
    .writeHead(200, {
      ...HEADERS,
      'content-type': mimeType(file.name),
      ...(url.searchParams.has('download') && {
        'content-disposition': `attachment; filename*=UTF-8''${name}`,
      }),
    })
    .end(file.bytes)
}

async function read({ fake, examples }: Demo, url: URL, response: ServerResponse): Promise<void> {
  const asked = STATIC[url.pathname]
  if (asked) {
    const [type, file] = asked
    response.writeHead(200, { ...HEADERS, 'content-type': type }).end(await readFile(file))
  } else if (url.pathname === '/state') {
    const { user = '', channel = '' } = Object.fromEntries(url.searchParams)
    sendJson(response, { ...pageState(fake, user, channel), examples })
  } else if (url.pathname === '/people') sendJson(response, people(fake.world))
  else if (url.pathname === '/changes') stream(fake, response)
  else if (url.pathname.startsWith('/file/')) sendFile(fake, url, response)
  else refuse(response, 404, 'Nothing here.')
}

async function act({ fake }: Demo, path: string, body: unknown): Promise<unknown> {
  switch (path) {
    case '/say':
      return speak(fake, said.parse(body))
    case '/click': {
      const { blockId, ...click } = clicked.parse(body)
      const { outcome } = await fake.click({ ...click, ...(blockId !== undefined && { blockId }) })
      return outcome === 'ok' ? {} : { notice: `That did not work (${outcome}). Try again.` }
    }
    case '/home':
      await fake.openHome(opened.parse(body))
      return {}
    case '/suggest': {
      const { options } = await fake.suggest(typed.parse(body))
      return { options: options.map(({ value }) => value) }
    }
    case '/change':
      await fake.change(changed.parse(body))
      return {}
    case '/submit':
      return submit(fake, filled.parse(body))
    case '/close':
      dismiss(fake, opened.parse(body).user)
      return {}
    default:
      throw new Error('Nothing here.')
  }
}

/** One request of the page, already known to come from it. */
export async function answer(demo: Demo, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? '/', 'http://demo')
  if (request.method === 'GET') await read(demo, url, response)
  else if (request.method === 'POST') {
    const body: unknown = JSON.parse(Buffer.from(await bytesOf(request)).toString('utf8'))
    sendJson(response, await act(demo, url.pathname, body))
  } else refuse(response, 405, 'Use GET or POST.')
}
