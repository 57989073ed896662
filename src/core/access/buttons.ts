import type { Act } from '#core/message/message.ts'

import type { Action } from './rules.ts'

/** What stands for another action: it is allowed to whoever may ask its command, there and then. */
export const AS_ITS_COMMAND = 'as its command'

/** The buttons of messages, and those a chat platform adds. */
export type ButtonKind = Act['kind'] | 'picture'

export const BUTTONS: Readonly<Record<ButtonKind, Action | typeof AS_ITS_COMMAND>> = {
  ask: AS_ITS_COMMAND,
  csv: AS_ITS_COMMAND,
  keep: AS_ITS_COMMAND,
  share: AS_ITS_COMMAND,
  unshare: 'unshare',
  picture: AS_ITS_COMMAND,
  help: 'help',
  build: 'build',
  'ask-for-access': 'ask-for-access',
  reveal: 'reveal',
  // Its vendor decides who may read there.
  open: 'help',
  subscribe: 'subscribe',
  edit: 'subscriptions',
}

/** What leaves as a file. */
export const EXPORTS = { csv: AS_ITS_COMMAND, json: AS_ITS_COMMAND } as const
