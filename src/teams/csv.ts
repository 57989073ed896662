import { z } from 'zod'

import { given, typedExport as readExport } from '#chat/export.ts'
import { decided } from '#chat/pressed.ts'
import { waitingFor } from '#chat/waiting-file.ts'
import type { Conversation } from '#conversations.ts'
import { viewerName } from '#core/access/access.ts'
import type { Wanted } from '#core/command/export.ts'
import type { Message } from '#core/message/message.ts'
import type { FileProgress, MadeFile } from '#ports.ts'

import type { Person } from './activity.ts'
import type { Made } from './answer.ts'
import { activityOf } from './calls.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { Lost, nameOf, Refusal } from './refusal.ts'
import { type Reply, toConversation } from './reply.ts'
import { LOCKED, note } from './says.ts'
import { deliver } from './send.ts'

type Asking = {
  readonly person: Person
  readonly conversation: Conversation
  /** Where it was asked for, if what is said there is replaced by what is said next. */
  readonly here?: Reply | undefined
}

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4: a bot gives files by consent, in the personal chat. */
const CONSENT = 'application/vnd.microsoft.teams.card.file.consent'
const INFO = 'application/vnd.microsoft.teams.card.file.info'
/** A multiple of 320 KiB, and less than 60 MiB: https://learn.microsoft.com/graph/api/driveitem-createuploadsession */
const UPLOAD_BYTES = 10 * 1024 * 1024
const UPLOAD_MS = 60_000

type Given = { readonly name: string; readonly file: MadeFile }

/** Makes the file for who may have it, hands it to `give`, and lets it go. */
async function made(
  kit: Kit,
  { person, conversation, here }: Asking,
  { wanted, give }: { readonly wanted: Wanted; readonly give: (made: Given) => Promise<Message> },
): Promise<Made> {
  const place = placeOf(conversation)
  const viewer = await kit.whoAsks(person, conversation, { fresh: true })
  const decision = await decided(kit.house, { viewer, place }, wanted.what)
  const request = { text: wanted.what, viewer, place: placeName(place) }
  if (!decision.allowed) return { message: (await kit.house.answer(request)).message }
  const making = async (watch: (progress: FileProgress) => void) => {
    const done = await kit.house.exportCsv({ ...request, excel: wanted.excel, watch })
    if ('refused' in done) return done
    await using file = done.file
    // What was under way when a lock fell is not given any more.
    if (kit.house.lock.held()) return { refused: LOCKED }
    return { given: await give({ name: done.name, file }) }
  }
  const message = await waitingFor(making, {
    house: kit.house,
    wanted,
    target: { platform: 'teams', workspace: kit.tenant, kind: 'person', id: person.object },
    open: async () => {
      const chat = () => kit.chats(person.object, conversation.serviceUrl)
      const reply = here ?? toConversation(kit.teams, await chat())
      return (told) => deliver(kit, told, { reply })
    },
    nameOf,
  })
  return { message }
}

/** Asks in the personal chat whether the file may be put into the person's own OneDrive. */
export function offerCsv(kit: Kit, asking: Asking, wanted: Wanted): Promise<Made> {
  const { person, conversation } = asking
  const give = async ({ name, file }: Given) => {
    const chat = await kit.chats(person.object, conversation.serviceUrl)
    const consent = {
      contentType: CONSENT,
      name,
      content: {
        description: 'The numbers behind your answer, as CSV. Teams puts it into your OneDrive.',
        sizeInBytes: file.bytes,
        acceptContext: { command: wanted.what, excel: wanted.excel },
        declineContext: {},
      },
    }
    await kit.teams.call('repeatable', chat, (api) =>
      api.conversations.createActivity(chat.id, activityOf({ attachments: [consent] })),
    )
    const where = conversation.kind === 'personal' ? 'below' : 'in your chat with AI Usage'
    return given(wanted, file, `Say where it may go: Teams asks ${where}.`)
  }
  return made(kit, asking, { wanted, give })
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
async function upload(url: string, file: MadeFile): Promise<void> {
  for (let from = 0; from < file.bytes; from += UPLOAD_BYTES) {
    const to = Math.min(from + UPLOAD_BYTES, file.bytes)
    const part = Buffer.concat(await Array.fromAsync(file.read(from, to)))
    const response = await fetch(url, {
      method: 'PUT',
      redirect: 'error',
      headers: {
        'content-type': 'text/csv',
        'content-range': `bytes ${from}-${to - 1}/${file.bytes}`,
      },
      body: part,
      signal: AbortSignal.timeout(UPLOAD_MS),
    }).catch((error: unknown) => {
      throw new Lost(nameOf(error))
    })
    await response.body?.cancel()
    if (!response.ok) throw new Refusal(response.status, `upload_${response.status}`)
  }
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
  const give = async ({ file }: Given) => {
    await upload(uploadInfo.uploadUrl, file)
    const { name, contentUrl, uniqueId, fileType } = uploadInfo
    const info = { contentType: INFO, name, contentUrl, content: { uniqueId, fileType } }
    await kit.teams.call('repeatable', asking.conversation, (api) =>
      api.conversations.createActivity(asking.conversation.id, activityOf({ attachments: [info] })),
    )
    return note('The CSV is in your OneDrive.', `It is called \`${name}\`.`)
  }
  return made(kit, asking, { wanted: { what: context.command, excel: context.excel }, give })
}
