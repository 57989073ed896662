import { fileUrl, walk } from './blocks/check.ts'
import type { Json, Message, StoredFile, World } from './world.ts'

/** What one person sees in one conversation, oldest first. */
export function visibleTo(world: World, user: string, channel: string): readonly Message[] {
  if (!world.channels.get(channel)?.members.has(user)) return []
  return world.messages.filter(
    (message) =>
      message.channel === channel && (message.onlyFor === undefined || message.onlyFor === user),
  )
}

/** The file a `slack_file` names, by id or URL. */
export function fileFor(world: World, named: unknown): StoredFile | undefined {
  if (named === undefined) return undefined
  const { id, url } = named as { id?: string; url?: string }
  return [...world.files.values()].find(
    (file) => file.id === id || fileUrl(world, file.id, file.name) === url,
  )
}

/** The pictures of a message its reader really sees: `slack_file`s, less those Slack leaves blank. */
export function picturesOf(world: World, message: Message): readonly StoredFile[] {
  if (message.onlyFor !== undefined && world.settings.ephemeralPictures === 'hidden') return []
  return [...walk(message.blocks)].flatMap(({ node }) => fileFor(world, node['slack_file']) ?? [])
}

/** Every text of a message, in reading order: for tests that ask what was said. */
export function textOf(message: Pick<Message, 'text' | 'blocks'>): string {
  const said = [...walk(message.blocks)].flatMap(({ node }: { node: Json }) =>
    typeof node['text'] === 'string'
      ? [node['text']]
      : node['type'] === 'user' && typeof node['user_id'] === 'string'
        ? [`<@${node['user_id']}>`]
        : [],
  )
  return (said.length > 0 ? said : [message.text]).join('\n')
}
