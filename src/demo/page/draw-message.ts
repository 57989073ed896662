import { createElement as h, type ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'

import type { Json, Message, StoredFile, World } from '#demo/slack-fake/world.ts'

import { drawBlocks, filePath } from './draw-block.ts'
import { restored } from './literal.ts'

/** Ids are for one block in one message; on a page of many they are data. */
export function markup(element: ReactElement): string {
  return restored(renderToStaticMarkup(element))
    .replaceAll(/<link rel="preload"[^>]*>/g, '')
    .replaceAll(' id="slack_blocks_to_jsx"', '')
    .replaceAll(/ id="([^"]*)"/g, ' data-action="$1"')
}

const clock = new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit' })
const longDay = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric' })

const dateOf = (ts: string) => new Date(Number(ts.split('.')[0]) * 1000)

export const dayOf = (ts: string) => longDay.format(dateOf(ts))

const HUES = 6

/** Initials on a colour of their own, or the app's mark. */
function avatar(world: World, user: string): ReactElement {
  if (user === world.app.bot) return h('span', { className: 'avatar app', 'aria-hidden': true })
  const name = world.users.get(user)?.realName ?? 'Slackbot'
  const hue = [...world.users.keys()].indexOf(user) % HUES
  const initials = name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .slice(0, 2)
  return h('span', { className: `avatar hue-${hue}`, 'aria-hidden': true }, initials)
}

function fileCard(file: StoredFile): ReactElement {
  const path = filePath(file.id)
  const kind = file.name.split('.').at(-1)?.toUpperCase() ?? 'File'
  const isImage = /\.(png|jpe?g|gif)$/i.test(file.name)
  const download = h(
    'a',
    {
      href: `${path}?download`,
      download: file.name,
      className: 'download',
      'aria-label': `Download ${file.name}`,
    },
    'Download',
  )
  return isImage
    ? h(
        'figure',
        { key: file.id, className: 'file image' },
        h('figcaption', null, file.title),
        h('img', { src: path, alt: file.title }),
        download,
      )
    : h(
        'div',
        { key: file.id, className: 'file' },
        h('span', { className: 'file-kind', 'aria-hidden': true }, kind),
        h(
          'span',
          { className: 'file-name' },
          h('strong', null, file.title),
          h('span', null, `${kind}, ${size(file.length)}`),
        ),
        download,
      )
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} kB`
}

function body(world: World, message: Message): ReactElement {
  const hidden = message.onlyFor !== undefined && world.settings.ephemeralPictures === 'hidden'
  const text: Json = { type: 'section', text: { type: 'mrkdwn', text: message.text } }
  const said = message.blocks.length > 0 ? message.blocks : message.text === '' ? [] : [text]
  const files = message.files.flatMap((id) => world.files.get(id) ?? [])
  return h(
    'div',
    { className: 'body' },
    drawBlocks(world, said, { hidden }),
    files.map((file) => fileCard(file)),
  )
}

/** One message as a reader sees it in the list. */
export function drawMessage(world: World, message: Message): string {
  const name = world.users.get(message.user)?.realName ?? 'Slackbot'
  const isApp = message.from === 'app'
  const when = dateOf(message.ts)
  const kinds = [message.onlyFor && 'ephemeral', message.thread && 'reply'].filter(Boolean)
  return markup(
    h(
      'article',
      { className: ['message', ...kinds].join(' '), 'data-ts': message.ts, 'aria-label': name },
      message.onlyFor && h('p', { className: 'only-you' }, 'Only visible to you'),
      avatar(world, message.user),
      h(
        'header',
        null,
        h('strong', null, name),
        isApp && h('span', { className: 'badge' }, 'APP'),
        h('time', { dateTime: when.toISOString() }, clock.format(when)),
      ),
      body(world, message),
      message.edited && h('span', { className: 'edited' }, '(edited)'),
    ),
  )
}

export function drawHome(world: World, view: Json): string {
  const blocks = (view['blocks'] ?? []) as readonly Json[]
  return markup(
    h(
      'article',
      { className: 'message home', 'data-ts': 'home', 'aria-label': 'App Home' },
      h('div', { className: 'body' }, drawBlocks(world, blocks, { hidden: false })),
    ),
  )
}
