import type { Json, World } from '#demo/slack-fake/world.ts'

import { deleteMessage, postEphemeral, postMessage, update } from './chat.ts'
import { completeUpload, fileInfo, getUploadUrl } from './files.ts'
import {
  authTest,
  conversationInfo,
  conversationMembers,
  openConversation,
  usersConversations,
  usergroupsList,
  usersInfo,
  usersList,
} from './people.ts'
import { openView, publishView, updateView } from './views.ts'

export type Method = {
  readonly run: (world: World, args: Json) => Json
  /** Any one of these bot scopes is enough; none: no scope is needed. */
  readonly scopes: readonly string[]
  /** Calls a minute (https://docs.slack.dev/apis/web-api/rate-limits), or one a second a channel. */
  readonly rate: number | 'a second a channel'
}

const T2 = 20
const T3 = 50
const T4 = 100

export const METHODS: Readonly<Record<string, Method>> = {
  'auth.test': { run: authTest, scopes: [], rate: 300 },
  'users.info': { run: usersInfo, scopes: ['users:read'], rate: T4 },
  'users.list': { run: usersList, scopes: ['users:read'], rate: T2 },
  'users.conversations': {
    run: usersConversations,
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    rate: T3,
  },
  'usergroups.list': { run: usergroupsList, scopes: ['usergroups:read'], rate: T2 },
  'conversations.open': { run: openConversation, scopes: ['im:write'], rate: T3 },
  'conversations.info': {
    run: conversationInfo,
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    rate: T3,
  },
  'conversations.members': {
    run: conversationMembers,
    scopes: ['channels:read', 'groups:read', 'im:read', 'mpim:read'],
    rate: T4,
  },
  'chat.postMessage': { run: postMessage, scopes: ['chat:write'], rate: 'a second a channel' },
  'chat.postEphemeral': { run: postEphemeral, scopes: ['chat:write'], rate: T4 },
  'chat.update': { run: update, scopes: ['chat:write'], rate: T3 },
  'chat.delete': { run: deleteMessage, scopes: ['chat:write'], rate: T3 },
  'files.getUploadURLExternal': { run: getUploadUrl, scopes: ['files:write'], rate: T4 },
  'files.completeUploadExternal': { run: completeUpload, scopes: ['files:write'], rate: T4 },
  'files.info': { run: fileInfo, scopes: ['files:read'], rate: T4 },
  'views.publish': { run: publishView, scopes: [], rate: T4 },
  'views.open': { run: openView, scopes: [], rate: T4 },
  'views.update': { run: updateView, scopes: [], rate: T4 },
}
