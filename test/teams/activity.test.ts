import { expect, test } from 'vitest'

import { readActivity } from '#teams/activity.ts'
import { sdkLogger } from '#teams/logger.ts'

const said = (conversation: Readonly<Record<string, unknown>>) => ({
  type: 'message',
  id: '1',
  serviceUrl: 'https://smba.trafficmanager.net/emea/',
  conversation,
  from: { id: '29:ada', aadObjectId: 'ada' },
  recipient: { id: '28:bot' },
  text: '30d',
})

test.each([
  ['says so', { id: 'a:1', conversationType: 'personal' }, 'personal'],
  [
    'says that it is a channel',
    { id: '19:x@thread.tacv2', conversationType: 'channel' },
    'channel',
  ],
  ['says nothing and is named like a chat of two', { id: 'a:1' }, 'personal'],
  ['says nothing and is named like a channel', { id: '19:x@thread.tacv2' }, undefined],
  ['says nothing but that it is a group', { id: 'a:1', isGroup: true }, undefined],
])('who reads along is known where a conversation %s', (_, conversation, kind) => {
  expect(readActivity(said(conversation), 'tenant')?.conversation.kind).toBe(kind)
})

test('what the library of Teams says of people reaches no log', () => {
  const lines: unknown[] = []
  const write = (facts: unknown, what: string) => void lines.push([facts, what])
  const logger = sdkLogger({ info: write, warn: write, error: write })
  logger.warn('sign-in failed for user "29:ada": Ada Lovelace asked about Ben')
  logger.error('Error', new TypeError('Ada Lovelace'))
  logger.log('error', 'Ada Lovelace')
  expect(lines).toHaveLength(3)
  expect(JSON.stringify(lines)).not.toMatch(/ada/i)
  expect(JSON.stringify(lines)).toContain('TypeError')
})
