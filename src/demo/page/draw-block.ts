import { createElement as h, Fragment, type ReactElement, type ReactNode } from 'react'
import { type Block, Message as Blocks } from 'slack-blocks-to-jsx'

import { fileFor } from '#demo/slack-fake/see.ts'
import type { Json, World } from '#demo/slack-fake/world.ts'

import { literal } from './literal.ts'

/** What a person reads in place of ids: `<@U1>`, `<#C1>`. */
function names(world: World) {
  return {
    users: [...world.users.values()].map(({ id, realName }) => ({
      id,
      name: realName,
      avatar: '',
    })),
    channels: [...world.channels.values()].map(({ id, name }) => ({ id, name })),
    user_groups: [],
  }
}

type Cell = { readonly type: string; readonly text?: string }

/** The renderer draws `table` but leaves `data_table` blank. */
function dataTable(block: Json): ReactElement {
  const [head = [], ...rows] = block['rows'] as readonly (readonly Cell[])[]
  const numeric = head.map((_, column) => rows.every((row) => row[column]?.type === 'raw_number'))
  const align = (column: number) => (numeric[column] ? 'number' : undefined)
  return h(
    'div',
    { className: 'data-table', role: 'group', tabIndex: 0, 'aria-label': String(block['caption']) },
    h(
      'table',
      null,
      h('caption', null, String(block['caption'])),
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          head.map((cell, column) =>
            h('th', { key: column, scope: 'col', className: align(column) }, cell.text),
          ),
        ),
      ),
      h(
        'tbody',
        null,
        rows.map((row, index) =>
          h(
            'tr',
            { key: index },
            row.map((cell, column) =>
              h('td', { key: column, className: align(column) }, cell.text),
            ),
          ),
        ),
      ),
    ),
  )
}

/**
 * As the renderer needs it: `slack_file` becomes the file at this page's own address, and `verbatim`
 * goes, since the renderer takes it to switch formatting off, where Slack only stops linking.
 */
function resolved(world: World, block: Json): Json {
  const change = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(change)
    if (typeof node !== 'object' || node === null) return node
    const { slack_file, verbatim: _, ...rest } = literal(node as Json)
    const file = fileFor(world, slack_file)
    const copy = Object.fromEntries(
      Object.entries(rest).map(([key, value]) => [key, change(value)]),
    )
    return file ? { ...copy, image_url: filePath(file.id) } : copy
  }
  return change(block) as Json
}

type Link = { readonly href: string; readonly children: ReactNode; readonly className: string }

/** A file's permalink opens the file here; any other link leaves in a tab of its own. */
function link(world: World, { href, children, className }: Link): ReactElement {
  const id = /\/files\/[^/]+\/(F\w+)\//.exec(href)?.[1]
  const file = id === undefined ? undefined : world.files.get(id)
  return file
    ? h('a', { href: filePath(file.id), className }, children)
    : h('a', { href, className, target: '_blank', rel: 'noreferrer' }, children)
}

export const filePath = (id: string) => `/file/${id}`

/** So many letters stand beside each other below a chart of a phone's width. */
const LETTERS = 40

/** Where the names below a chart would run into each other, they are tilted; the renderer does not look. */
function crowded(block: Json): string {
  const { chart } = block as { chart?: { axis_config?: { categories: readonly string[] } } }
  const names = chart?.axis_config?.categories ?? []
  const longest = Math.max(0, ...names.map((name) => name.length + 1))
  return names.length * longest > LETTERS ? ' crowded' : ''
}

const isHidden = (block: Json, hidden: boolean) => hidden && block['slack_file'] !== undefined

/** Block Kit as Slack would draw it. `hidden`: pictures by `slack_file` are not shown. */
export function drawBlocks(
  world: World,
  blocks: readonly Json[],
  { hidden }: { readonly hidden: boolean },
): ReactElement {
  const data = names(world)
  return h(
    Fragment,
    null,
    blocks
      .filter((block) => !isHidden(block, hidden))
      .map((block, index) =>
        h(
          'div',
          {
            key: index,
            className: `block ${String(block['type'])}${crowded(block)}`,
            'data-block': block['block_id'],
          },
          block['type'] === 'data_table'
            ? dataTable(block)
            : h(Blocks, {
                blocks: [resolved(world, block) as unknown as Block],
                name: '',
                logo: '',
                withoutWrapper: true,
                data,
                hooks: {
                  link: ({ href, children, className }) =>
                    link(world, { href, children, className }),
                },
              }),
        ),
      ),
  )
}
