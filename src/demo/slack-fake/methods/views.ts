import { acceptBlocks } from '#demo/slack-fake/blocks/check.ts'
import { keptOf } from '#demo/slack-fake/filled.ts'
import { required, structured } from '#demo/slack-fake/places.ts'
import { type Json, Refusal, type World } from '#demo/slack-fake/world.ts'

const LARGEST_VIEW = 250 * 1024
const TRIGGER_MS = 3000

export function acceptView(world: World, args: Json, type: 'home' | 'modal'): Json {
  const view = structured(args['view']) as Json | undefined
  if (view?.['type'] !== type) throw new Refusal('invalid_arguments')
  if (JSON.stringify(view).length > LARGEST_VIEW) throw new Refusal('view_too_large')
  checkFields(view, type)
  if (type === 'modal') checkTitles(view)
  const blocks = acceptBlocks(world, view['blocks'], { surface: type, ephemeral: false })
  return {
    ...view,
    blocks,
    id: world.next('V'),
    team_id: world.team.id,
    app_id: world.app.id,
    bot_id: world.app.botId,
    hash: world.ts(),
  }
}

const SHARED = ['type', 'blocks', 'private_metadata', 'callback_id', 'external_id']
const FORM = ['title', 'submit', 'close', 'clear_on_close', 'notify_on_close', 'submit_disabled']
const FIELDS = { home: SHARED, modal: [...SHARED, ...FORM] }

const LONGEST = { private_metadata: 3000, callback_id: 255, external_id: 255 } as const

/** https://docs.slack.dev/reference/views */
function checkFields(view: Json, type: 'home' | 'modal'): void {
  const known: readonly string[] = FIELDS[type]
  const strange = Object.keys(view).some((field) => !known.includes(field))
  const long = Object.entries(LONGEST).some(([field, most]) => {
    const value = view[field]
    return value !== undefined && (typeof value !== 'string' || value.length > most)
  })
  // What is typed into a form can only be sent with a button.
  const sendable = type !== 'modal' || view['submit'] !== undefined || !hasInput(view)
  if (strange || long || !sendable) throw new Refusal('invalid_arguments')
}

const hasInput = ({ ['blocks']: blocks }: Json): boolean =>
  Array.isArray(blocks) && blocks.some((block: Json | null) => block?.['type'] === 'input')

function checkTitles(view: Json): void {
  for (const field of ['title', 'submit', 'close']) {
    const text = (view[field] as Json | undefined)?.['text']
    if (typeof text === 'string' ? text.length > 24 : field === 'title')
      throw new Refusal('invalid_arguments')
  }
}

export function publishView(world: World, args: Json): Json {
  const user = required(args, 'user_id')
  if (!world.users.has(user)) throw new Refusal('invalid_arguments')
  const view = acceptView(world, args, 'home')
  world.homes.set(user, view)
  world.changed()
  return { view }
}

export function openView(world: World, args: Json): Json {
  const trigger = world.triggers.get(required(args, 'trigger_id'))
  if (!trigger) throw new Refusal('invalid_trigger_id')
  if (trigger.used) throw new Refusal('exchanged_trigger_id')
  if (world.now() - trigger.at > TRIGGER_MS) throw new Refusal('expired_trigger_id')
  const view = acceptView(world, args, 'modal')
  trigger.used = true
  world.modals.push({ user: trigger.user, view, open: true, filled: {} })
  world.changed()
  return { view }
}

/** Only a view that is still open can be updated, and with a `hash` only while it is that of the view. */
export function updateView(world: World, args: Json): Json {
  const id = required(args, 'view_id')
  const modal = world.modals.find(({ view, open }) => open && view['id'] === id)
  if (!modal) throw new Refusal('not_found')
  const view = { ...acceptView(world, args, 'modal'), id }
  const { hash } = args
  if (hash !== undefined && hash !== modal.view['hash']) throw new Refusal('hash_conflict')
  modal.view = view
  modal.filled = keptOf(view, modal.filled)
  world.changed()
  return { view: modal.view }
}
