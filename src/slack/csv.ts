import { givenWithButton, typedExport as readExport } from '#chat/export.ts'
import { decided } from '#chat/pressed.ts'
import { waitingFor } from '#chat/waiting-file.ts'
import { viewerName } from '#core/access/access.ts'
import type { Wanted } from '#core/command/export.ts'
import type { FileProgress } from '#ports.ts'

import type { Asked, Made } from './answer.ts'
import { type Kit, placeName } from './kit.ts'
import { LOCKED } from './locked.ts'
import { nameOf } from './refusal.ts'
import { type Reply, toDm } from './reply.ts'
import { deliver } from './send.ts'
import { upload } from './upload.ts'

type Asker = Pick<Asked, 'user' | 'workspace' | 'place'> & {
  /** Where it was asked for. */
  readonly reply: Reply
}

/** Puts the file of a command into its asker's own messages, by rights that are looked up again. */
export async function giveCsv(kit: Kit, asker: Asker, wanted: Wanted): Promise<Made> {
  const { user, workspace, place } = asker
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const decision = await decided(kit.house, { viewer, place }, wanted.what)
  const request = { text: wanted.what, viewer, place: placeName(place) }
  if (!decision.allowed) return kit.house.answer(request)
  const give = async (watch: (progress: FileProgress) => void) => {
    const made = await kit.house.exportCsv({ ...request, excel: wanted.excel, watch })
    if ('refused' in made) return made
    await using file = made.file
    // What was under way when a lock fell is not given any more.
    if (kit.house.lock.held()) return { refused: LOCKED }
    const { name } = made
    await upload(kit.slack, { name, title: name, file, channel: await kit.dms(user) })
    return { given: givenWithButton(wanted, file, 'It is in your messages with this app.') }
  }
  const message = await waitingFor(give, {
    house: kit.house,
    wanted,
    target: { platform: 'slack', workspace, kind: 'person', id: user },
    open: async () => {
      const reply = asker.reply.stays()
        ? asker.reply
        : toDm(kit.slack, { channel: await kit.dms(user) })
      return (told) => deliver(kit, told, { reply, user })
    },
    nameOf,
  })
  return { message }
}

/** What was typed of exporting. */
export function typedExport(kit: Kit, asked: Asker, wanted: Wanted): Promise<Made> {
  const { user: id, workspace } = asked
  return readExport<Made>(wanted, {
    answers: kit.house.answers,
    mine: viewerName({ kind: 'member', platform: 'slack', workspace, id }),
    give: (one) => giveCsv(kit, asked, one),
  })
}
