import type { KnownBlock } from '@slack/types'

import { COMMAND } from './command.ts'
import type { Kit } from './kit.ts'
import { isKnown, nameOf } from './refusal.ts'

const EXAMPLES = [
  ['`30d`', 'the last 30 days of the whole company'],
  ['`team:eng 30d`', 'one team'],
  ['`team:eng by:model 90d`', 'one team, model by model'],
  ['`tool:chatgpt last month`', 'one tool, last calendar month'],
  ['`help`', 'everything you can ask'],
] as const

const section = (text: string): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text } })

const BLOCKS: readonly KnownBlock[] = [
  { type: 'header', text: { type: 'plain_text', text: 'How your company uses AI', emoji: false } },
  section(
    `Type \`${COMMAND}\` anywhere and what you want to know, or write it under *Messages* here. Only you see the answer.`,
  ),
  section(EXAMPLES.map(([command, what]) => `${command}  ${what}`).join('\n')),
]

/** The app's home page: what can be asked. Nothing about anyone, so everybody may see it. */
export async function publishHome({ slack, house }: Kit, user: string): Promise<void> {
  try {
    await slack.call('repeatable', (api) =>
      api.views.publish({ user_id: user, view: { type: 'home', blocks: [...BLOCKS] } }),
    )
  } catch (error) {
    if (!isKnown(error)) throw error
    house.log.warn({ slack: nameOf(error) }, 'The app’s home page could not be published')
  }
}
