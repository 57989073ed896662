import { expect, test } from 'vitest'

import { type Desk, outcome, startDesk } from './tiny-app.ts'

const BYTES = Buffer.from('not really a picture')

async function uploaded(
  { client }: Desk,
  where: { channel_id?: string; initial_comment?: string } = {},
): Promise<string> {
  const { files } = await client.filesUploadV2({
    file: BYTES,
    filename: 'chart.png',
    title: 'Spend per day',
    ...where,
  })
  return files[0]?.files?.[0]?.id ?? ''
}

const picture = (id: string) => [{ type: 'image', alt_text: 'A chart', slack_file: { id } }]

test('an uploaded picture can be shown in a message, with the bytes that were sent', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const id = await uploaded(desk)
  await client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', blocks: picture(id) })
  const [message] = fake.visibleTo('UMEMBER', 'CGENERAL')
  expect(message && fake.picturesOf(message).map(({ bytes }) => bytes)).toEqual([
    new Uint8Array(BYTES),
  ])
})

test('a picture is not usable until Slack has processed it', async () => {
  await using desk = await startDesk({ processing: 2000 })
  const { fake, client } = desk
  const id = await uploaded(desk)
  const post = () =>
    outcome(
      client.apiCall('chat.postMessage', { channel: 'CGENERAL', text: 'x', blocks: picture(id) }),
    )
  expect((await client.files.info({ file: id })).file?.mimetype).toBe('')
  expect(await post()).toContain('invalid slack file [json-pointer:/blocks/0/slack_file]')
  fake.advance(2000)
  expect((await client.files.info({ file: id })).file?.mimetype).toBe('image/png')
  expect(await post()).toBe('ok')
})

test('a file that is never processed never becomes usable', async () => {
  await using desk = await startDesk({ processing: 'never' })
  const id = await uploaded(desk)
  desk.fake.advance(24 * 3_600_000)
  const post = { channel: 'CGENERAL', text: 'x', blocks: picture(id) }
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toContain(
    'invalid slack file',
  )
})

test('a made-up file is refused', async () => {
  await using desk = await startDesk()
  const post = { channel: 'CGENERAL', text: 'x', blocks: picture('F404') }
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toContain(
    'invalid slack file',
  )
})

test.each([
  ['shown', 'ok', 1],
  ['hidden', 'ok', 0],
] as const)('a private picture may be %s', async (ephemeralPictures, says, seen) => {
  await using desk = await startDesk({ ephemeralPictures })
  const { fake, client } = desk
  const blocks = picture(await uploaded(desk))
  const post = { channel: 'CGENERAL', user: 'UADMIN', text: 'x', blocks }
  expect(await outcome(client.apiCall('chat.postEphemeral', post))).toBe(says)
  const [message] = fake.visibleTo('UADMIN', 'CGENERAL')
  expect(message && fake.picturesOf(message)).toHaveLength(seen)
})

test('a private picture may be refused, while a public one is taken', async () => {
  await using desk = await startDesk({ ephemeralPictures: 'refused' })
  const blocks = picture(await uploaded(desk))
  const post = { channel: 'CGENERAL', user: 'UADMIN', text: 'x', blocks }
  expect(await outcome(desk.client.apiCall('chat.postEphemeral', post))).toContain(
    'invalid slack file',
  )
  expect(await outcome(desk.client.apiCall('chat.postMessage', post))).toBe('ok')
})

test('a file shared with a person lies in their messages with the app', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const dm = fake.dmOf('UMEMBER')
  const id = await uploaded(desk, { channel_id: dm, initial_comment: 'Your numbers' })
  expect(fake.visibleTo('UMEMBER', dm)).toMatchObject([{ text: 'Your numbers', files: [id] }])
  expect((await client.files.info({ file: id })).file).toMatchObject({
    title: 'Spend per day',
    ims: [dm],
  })
})

test('an upload URL takes one body, of the announced length', async () => {
  await using desk = await startDesk()
  const { client } = desk
  const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({
    filename: 'a.csv',
    length: 3,
  })
  const put = async (body: string) => (await fetch(upload_url, { method: 'POST', body })).status
  expect(await outcome(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe(
    'file_not_found',
  )
  expect(await put('four')).toBe(400)
  expect(await put('abc')).toBe(200)
  expect(await put('abc')).toBe(404)
  expect(await outcome(client.files.completeUploadExternal({ files: [{ id: file_id }] }))).toBe(
    'ok',
  )
})

test('a file opens for the app and for nobody without its token', async () => {
  await using desk = await startDesk()
  const { fake, client } = desk
  const { file } = await client.files.info({ file: await uploaded(desk) })
  const url = file?.url_private ?? ''
  const authorization = `Bearer ${fake.botToken}`
  expect((await fetch(url)).status).toBe(403)
  expect(await (await fetch(url, { headers: { authorization } })).text()).toBe(BYTES.toString())
})
