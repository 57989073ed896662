import type { Heard } from './activity.ts'
import type { Kit } from './kit.ts'
import { isKnown, nameOf } from './refusal.ts'
import { objectOf } from './viewer.ts'

/** Looked up of one message: each is a call. */
const MOST = 5

/**
 * What somebody typed, with the account of whoever they named with @ in their place, as commands read it:
 * `<@…>`. Whom Teams does not know there stays `@Name`.
 */
export async function withAccounts(
  { teams, house }: Kit,
  { text, mentions, conversation }: Heard,
): Promise<string> {
  let said = text
  for (const [at, { id, tag, name }] of mentions.entries()) {
    const object = at < MOST ? await look(id) : undefined
    said = said.replaceAll(tag, object === undefined ? `@${name}` : `<@${object}>`)
  }
  return said

  async function look(id: string): Promise<string | undefined> {
    try {
      const found = await teams.call('repeatable', conversation, (api) =>
        api.conversations.getMemberById(conversation.id, id),
      )
      return objectOf(found)
    } catch (error) {
      if (!isKnown(error)) throw error
      house.log.warn({ teams: nameOf(error) }, 'Who was named could not be looked up')
      return undefined
    }
  }
}
