import { type Json, Refusal, type World } from '#demo/slack-fake/world.ts'

import { MOST_BLOCKS, type Surface, SURFACES } from './layouts.ts'

type Issue = { readonly message: string; readonly path: readonly PropertyKey[] }

const pointer = (path: readonly PropertyKey[]) => ['', 'blocks', ...path.map(String)].join('/')

function refuse(issues: readonly Issue[]): never {
  const errors = issues.map(({ message, path }) => `${message} [json-pointer:${pointer(path)}]`)
  throw new Refusal('invalid_blocks', {
    errors,
    response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
  })
}

/** Every object in a block tree, depth first, with where it stands. */
export function* walk(
  node: unknown,
  path: readonly PropertyKey[] = [],
): Generator<{ readonly node: Json; readonly path: readonly PropertyKey[] }> {
  if (Array.isArray(node)) {
    for (const [index, item] of node.entries()) yield* walk(item, [...path, index])
  } else if (typeof node === 'object' && node !== null) {
    yield { node: node as Json, path }
    for (const [key, item] of Object.entries(node)) yield* walk(item, [...path, key])
  }
}

/** Summed length of every text a reader could see. */
export function characters(blocks: readonly Json[]): number {
  let sum = 0
  for (const { node } of walk(blocks)) {
    for (const key of ['text', 'alt_text', 'caption', 'label', 'name', 'title']) {
      const value = node[key]
      if (typeof value === 'string') sum += value.length
    }
  }
  return sum
}

function checkTypes(blocks: readonly unknown[], surface: Surface): void {
  const known: ReadonlySet<unknown> = new Set(
    SURFACES[surface].options.map((schema) => schema.shape.type.value),
  )
  refuseIfAny(
    blocks.flatMap((block, index) => {
      const type = (block as Json | null)?.['type']
      return known.has(type)
        ? []
        : [{ message: `unsupported type: ${String(type)}`, path: [index, 'type'] }]
    }),
  )
}

function refuseIfAny(issues: readonly Issue[]): void {
  if (issues.length > 0) refuse(issues)
}

function checkShapes(blocks: readonly unknown[], surface: Surface): void {
  refuseIfAny(
    blocks.flatMap((block, index) => {
      const parsed = SURFACES[surface].safeParse(block)
      return (parsed.error?.issues ?? []).map(({ message, path }) => ({
        message,
        path: [index, ...path],
      }))
    }),
  )
}

function repeated(
  nodes: readonly { readonly id: unknown; readonly path: readonly PropertyKey[] }[],
) {
  const seen = new Set<unknown>()
  return nodes.filter(({ id }) => {
    if (typeof id !== 'string') return false
    const again = seen.has(id)
    seen.add(id)
    return again
  })
}

function checkNames(blocks: readonly Json[]): void {
  refuseIfAny([
    ...repeated(blocks.map((block, index) => ({ id: block['block_id'], path: [index] }))).map(
      ({ id, path }) => ({ message: `block_id already exists: ${String(id)}`, path }),
    ),
    ...blocks.flatMap((block, index) =>
      repeated(
        [...walk(block)].map(({ node, path }) => ({
          id: node['action_id'],
          path: [index, ...path],
        })),
      ).map(({ id, path }) => ({ message: `action_id already exists: ${String(id)}`, path })),
    ),
  ])
}

function tableCharacters(block: Json): number {
  return characters([{ ...block, caption: undefined }])
}

function checkCounts(blocks: readonly Json[]): void {
  const of = (type: string) => blocks.filter((block) => block['type'] === type)
  if (of('data_visualization').length > 2)
    refuse([{ message: 'no more than 2 data_visualization blocks allowed', path: [] }])
  if (of('table').length > 1)
    throw new Refusal('invalid_attachments', { errors: ['only_one_table_allowed'] })
  if (of('markdown').reduce((sum, block) => sum + String(block['text']).length, 0) > 12_000)
    refuse([{ message: 'must be less than 12001 characters of markdown in all', path: [] }])
  for (const block of [...of('table'), ...of('data_table')]) {
    if (tableCharacters(block) > 10_000)
      refuse([
        { message: 'must be less than 10001 characters', path: [blocks.indexOf(block), 'rows'] },
      ])
  }
}

function checkFiles(world: World, blocks: readonly Json[], ephemeral: boolean): void {
  const { ephemeralPictures } = world.settings
  for (const { node, path } of walk(blocks)) {
    const named = node['slack_file'] as { id?: string; url?: string } | undefined
    if (!named) continue
    const file = [...world.files.values()].find(
      ({ id, name }) => id === named.id || fileUrl(world, id, name) === named.url,
    )
    const usable = file?.completed && world.now() >= file.readyAt
    if (!usable || (ephemeral && ephemeralPictures === 'refused'))
      refuse([{ message: 'invalid slack file', path: [...path, 'slack_file'] }])
  }
}

export function fileUrl(world: World, id: string, name: string): string {
  return `${world.url}/files-pri/${world.team.id}-${id}/${encodeURIComponent(name)}`
}

/**
 * Blocks as Slack would keep them: checked against the documented limits, with the `block_id` and
 * `action_id` it makes up where the app gave none.
 * @throws Refusal `invalid_blocks`, `invalid_blocks_format`, `msg_blocks_too_long`
 */
export function acceptBlocks(
  world: World,
  given: unknown,
  { surface, ephemeral }: { readonly surface: Surface; readonly ephemeral: boolean },
): readonly Json[] {
  const blocks = fromText(given)
  if (!Array.isArray(blocks)) throw new Refusal('invalid_blocks_format')
  const most = MOST_BLOCKS[surface]
  if (blocks.length > most) refuse([{ message: `no more than ${most} items allowed`, path: [] }])
  checkTypes(blocks, surface)
  checkShapes(blocks, surface)
  const known = blocks as readonly Json[]
  checkNames(known)
  checkCounts(known)
  if (world.settings.nativeCharts === 'refused') {
    const index = known.findIndex((block) => block['type'] === 'data_visualization')
    if (index >= 0)
      refuse([{ message: 'unsupported type: data_visualization', path: [index, 'type'] }])
  }
  checkFiles(world, known, ephemeral)
  if (surface === 'message' && characters(known) > world.settings.maxBlockCharacters)
    throw new Refusal('msg_blocks_too_long')
  return known.map((block) => named(world, block))
}

function fromText(given: unknown): unknown {
  if (typeof given !== 'string') return given
  try {
    return JSON.parse(given)
  } catch {
    throw new Refusal('invalid_blocks_format')
  }
}

const INTERACTIVE = new Set([
  'button',
  'overflow',
  'static_select',
  'external_select',
  'radio_buttons',
  'checkboxes',
  'datepicker',
  'plain_text_input',
])

function named(world: World, block: Json): Json {
  const withActions = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(withActions)
    if (typeof node !== 'object' || node === null) return node
    const copy = Object.fromEntries(
      Object.entries(node).map(([key, value]) => [key, withActions(value)]),
    )
    return INTERACTIVE.has(String(copy['type'])) ? { action_id: world.next('act'), ...copy } : copy
  }
  return { block_id: world.next('blk'), ...(withActions(block) as Json) }
}
