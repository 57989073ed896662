import { givenWithButton, typedExport as readExport } from '#chat/export.ts'
import { decided } from '#chat/pressed.ts'
import { viewerName } from '#core/access/access.ts'
import type { Wanted } from '#core/command/export.ts'

import type { Asked, Made } from './answer.ts'
import { type Kit, placeName } from './kit.ts'
import { upload } from './upload.ts'

type Asker = Pick<Asked, 'user' | 'workspace' | 'place'>

/** Puts the file of a command into its asker's own messages, by rights that are looked up again. */
export async function giveCsv(kit: Kit, asker: Asker, wanted: Wanted): Promise<Made> {
  const { what: text, excel } = wanted
  const { user, workspace, place } = asker
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const decision = await decided(kit.house, { viewer, place }, text)
  const request = { text, viewer, place: placeName(place) }
  if (!decision.allowed) return kit.house.answer(request)
  const made = await kit.house.exportCsv({ ...request, excel })
  if ('refused' in made) return { message: made.refused }
  const channel = await kit.dms(user)
  const bytes = Buffer.from(made.csv)
  await upload(kit.slack, { name: made.name, title: made.name, bytes, channel })
  return { message: givenWithButton(wanted, 'It is in your messages with this app.') }
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
