import { expect, test } from 'vitest'

import { allOrThrow, tellAll } from '#main/chat.ts'

const message = { title: 'Locked', summary: 'Everything is locked', parts: [] }
const down = () => Promise.reject(new Error('down'))

test('a platform that is down keeps nobody on the other from being told', async () => {
  expect(await tellAll([down, () => Promise.resolve(2)])(message)).toBe(2)
  await expect(tellAll([down, () => Promise.resolve(0)])(message)).rejects.toThrow('down')
})

test('where one of two chats does not start, the one that did is handed over to be stopped', async () => {
  const had: string[] = []
  const slack = new Promise<string>((resolve) => setTimeout(() => resolve('slack'), 1))
  await expect(allOrThrow([down(), slack], (chat) => had.push(chat))).rejects.toThrow('down')
  expect(had).toEqual(['slack'])
})
