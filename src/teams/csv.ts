import { z } from 'zod'

import { given, typedExport as readExport } from '#chat/export.ts'
import { decided } from '#chat/pressed.ts'
import type { Conversation } from '#conversations.ts'
import { viewerName } from '#core/access/access.ts'
import type { Wanted } from '#core/command/export.ts'

import type { Person } from './activity.ts'
import type { Made } from './answer.ts'
import { activityOf } from './calls.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { Lost, nameOf, Refusal } from './refusal.ts'
import { note } from './says.ts'

type Asking = { readonly person: Person; readonly conversation: Conversation }

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4: a bot gives files by consent, in the personal chat. */
const CONSENT = 'application/vnd.microsoft.teams.card.file.consent'
const INFO = 'application/vnd.microsoft.teams.card.file.info'
const UPLOAD_MS = 30_000

async function made(kit: Kit, { person, conversation }: Asking, { what: text, excel }: Wanted) {
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const decision = await decided(kit.house, { viewer, place: placeOf(conversation) }, text)
  if (!decision.allowed) {
    const place = placeName(placeOf(conversation))
    const { message: refused } = await kit.house.answer({ text, viewer, place })
    return { refused }
  }
  return kit.house.exportCsv({ text, viewer, place: placeName(placeOf(conversation)), excel })
}

/** Asks in the personal chat whether the file may be put into the person's own OneDrive. */
export async function offerCsv(kit: Kit, asking: Asking, wanted: Wanted): Promise<Made> {
  const file = await made(kit, asking, wanted)
  if ('refused' in file) return { message: file.refused }
  const { person, conversation } = asking
  const chat = await kit.chats(person.object, conversation.serviceUrl)
  const consent = {
    contentType: CONSENT,
    name: file.name,
    content: {
      description: 'The numbers behind your answer, as CSV. Teams puts it into your OneDrive.',
      sizeInBytes: Buffer.byteLength(file.csv),
      acceptContext: { command: wanted.what, excel: wanted.excel },
      declineContext: {},
    },
  }
  await kit.teams.call('repeatable', chat, (api) =>
    api.conversations.createActivity(chat.id, activityOf({ attachments: [consent] })),
  )
  const here = conversation.kind === 'personal' ? 'below' : 'in your chat with AI Usage'
  return { message: given(wanted, `Say where it may go: Teams asks ${here}.`) }
}

/** What was typed of exporting. */
export function typedExport(kit: Kit, asking: Asking, wanted: Wanted): Promise<Made> {
  const { object: id } = asking.person
  return readExport<Made>(wanted, {
    answers: kit.house.answers,
    mine: viewerName({ kind: 'member', platform: 'teams', workspace: kit.tenant, id }),
    give: (one) => offerCsv(kit, asking, one),
  })
}

const accepted = z.object({
  // Consents from before a file could be for Excel say nothing of it.
  context: z.object({ command: z.string(), excel: z.boolean().default(false) }),
  uploadInfo: z.object({
    uploadUrl: z.url(),
    contentUrl: z.string(),
    name: z.string(),
    uniqueId: z.string(),
    fileType: z.string(),
  }),
})

/** Files go to SharePoint alone, where OneDrive keeps them; tests have their own. */
export type Storage = (url: URL) => boolean

export const inSharePoint: Storage = ({ protocol, hostname, username }) =>
  protocol === 'https:' &&
  username === '' &&
  /(^|\.)(sharepoint\.com|sharepoint-df\.com|1drv\.com)$/.test(hostname)

/** Without any token of ours: the address itself lets us write, once. */
async function upload(url: string, csv: string): Promise<void> {
  const bytes = Buffer.from(csv)
  const response = await fetch(url, {
    method: 'PUT',
    redirect: 'error',
    headers: {
      'content-type': 'text/csv',
      'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
    },
    body: bytes,
    signal: AbortSignal.timeout(UPLOAD_MS),
  }).catch((error: unknown) => {
    throw new Lost(nameOf(error))
  })
  await response.body?.cancel()
  if (!response.ok) throw new Refusal(response.status, `upload_${response.status}`)
}

/** Puts the file where the person allowed it. Rights are looked up again: the consent may be old. */
export async function giveCsv(
  kit: Kit,
  asking: Asking,
  { data, storage }: { readonly data: unknown; readonly storage: Storage },
): Promise<Made> {
  const consent = accepted.safeParse(data).data
  if (consent === undefined || !storage(new URL(consent.uploadInfo.uploadUrl)))
    return { message: note('No file was written.', 'Press CSV below the answer again.') }
  const { context, uploadInfo } = consent
  const file = await made(kit, asking, { what: context.command, excel: context.excel })
  if ('refused' in file) return { message: file.refused }
  await upload(uploadInfo.uploadUrl, file.csv)
  const { name, contentUrl, uniqueId, fileType } = uploadInfo
  const info = { contentType: INFO, name, contentUrl, content: { uniqueId, fileType } }
  await kit.teams.call('repeatable', asking.conversation, (api) =>
    api.conversations.createActivity(asking.conversation.id, activityOf({ attachments: [info] })),
  )
  return { message: note('The CSV is in your OneDrive.', `It is called \`${name}\`.`) }
}
