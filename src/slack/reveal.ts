import type { KnownBlock, ModalView } from '@slack/types'

import {
  LONGEST_REASON,
  mayReveal,
  REVEAL,
  reveal,
  SAYS,
  SHORTEST_REASON,
  SHOWN_MS,
  wrongReason,
} from '#chat/reveal.ts'

import { say } from './answer.ts'
import { plain } from './blocks.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { pieces, SECTION_TEXT } from './limits.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'
import { namesOf } from './roster.ts'
import { note, STALE_BUTTON } from './says.ts'

/** The input of the form, by block and action. */
const REASON = 'reason'

const modal = (blocks: KnownBlock[], more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: REVEAL,
  title: plain(SAYS.title),
  close: plain('Close'),
  blocks,
  ...more,
})

const paragraph = (text: string): KnownBlock => ({ type: 'section', text: plain(text) })

const FORM: KnownBlock[] = [
  paragraph(SAYS.form),
  {
    type: 'input',
    block_id: REASON,
    label: plain(SAYS.why),
    element: {
      type: 'plain_text_input',
      action_id: REASON,
      multiline: true,
      min_length: SHORTEST_REASON,
      max_length: LONGEST_REASON,
    },
  },
]

/** Asks for the reason; nothing is looked up before it is given. */
export async function askWhy(kit: Kit, pressed: Pressed): Promise<void> {
  const { user, workspace, place, trigger, below } = pressed
  const id = pressed.press?.id
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const make = async (message: ReturnType<typeof note>) => ({ message })
  const reply = { text: '', user, reply: below }
  if (id === undefined || place.kind === 'terminal')
    return say(kit, reply, () => make(STALE_BUTTON))
  const may = await mayReveal(kit.house, { viewer, place, placeName: placeName(place), id })
  if ('says' in may) return say(kit, reply, () => make(note('No names are shown.', may.says)))
  const view = modal(FORM, {
    submit: plain('Show names'),
    private_metadata: JSON.stringify({ id, channel: place.channel }),
  })
  try {
    await kit.slack.call('once', (api) => api.views.open({ trigger_id: trigger, view }))
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'The form for a reason could not be opened')
    return say(kit, reply, () => make(note('The form did not open.', 'Press Reveal again.')))
  }
}

/** What is wrong with a reason, by its input; undefined when it will do. */
export function faultsOf(reason: string): Record<string, string> | undefined {
  const wrong = wrongReason(reason)
  return wrong === undefined ? undefined : { [REASON]: wrong }
}

export const LOOKING: ModalView = modal([paragraph('Looking up who is in this workspace …')])

export type Submitted = {
  readonly user: string
  readonly workspace: string
  readonly view: string
  readonly metadata: string
  readonly reason: string
}

/** Shows the names in the form's place, to its one reader, and takes them back after 15 minutes. */
export async function showNames(kit: Kit, submitted: Submitted): Promise<void> {
  const update = (view: ModalView) =>
    kit.slack.call('repeatable', (api) => api.views.update({ view_id: submitted.view, view }))
  try {
    await update(modal(await named(kit, submitted)))
  } catch (error) {
    kit.house.log.error({ error: nameOf(error) }, 'Names could not be revealed')
    await update(
      modal([paragraph('No names are shown: something failed here. Try again in a minute.')]),
    )
    return
  }
  const gone = modal([paragraph(SAYS.over)])
  kit.after(SHOWN_MS, async () => {
    try {
      await update(gone)
    } catch (error) {
      // Closed since: there is nothing left to take back.
      if (!isKnown(error)) throw error
    }
  })
}

async function named(
  kit: Kit,
  { user, workspace, metadata, reason }: Submitted,
): Promise<KnownBlock[]> {
  const { id, channel } = JSON.parse(metadata) as { readonly id: string; readonly channel: string }
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const place = placeOf(channel)
  const asking = { viewer, place, placeName: placeName(place), id }
  const namesHere = (aliases: ReadonlySet<string>) => namesOf(kit, aliases)
  const made = await reveal(kit.house, asking, { reason, namesOf: namesHere })
  if ('says' in made) return [paragraph(made.says)]
  const lines = made.names.map(([alias, name = 'not in this workspace']) => `${alias}  ${name}`)
  return [
    paragraph('Shown to you alone, for 15 minutes. Nothing of it is stored.'),
    ...pieces(lines.join('\n'), SECTION_TEXT).map(paragraph),
  ]
}
