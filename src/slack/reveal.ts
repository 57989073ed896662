import type { KnownBlock, ModalView } from '@slack/types'

import { viewerName } from '#core/access/access.ts'
import { roleOf, decide } from '#core/access/decide.ts'
import { withoutAddresses } from '#core/command/redact.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import { withinPolicy } from '#core/policy/within.ts'

import { say } from './answer.ts'
import { plain } from './blocks.ts'
import { type Kit, placeName, placeOf } from './kit.ts'
import { pieces, SECTION_TEXT } from './limits.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'
import { namesOf } from './roster.ts'
import { note, STALE_BUTTON } from './says.ts'
import type { Member } from './viewer.ts'

export const REVEAL = 'reveal'
/** The input of the form, by block and action. */
const REASON = 'reason'
const SHORTEST_REASON = 10
const LONGEST_REASON = 300

const SHOWN_MS = 15 * 60_000

const ALIAS = /\bp-[a-z2-7]{6,16}\b/g

const modal = (blocks: KnownBlock[], more: Partial<ModalView> = {}): ModalView => ({
  type: 'modal',
  callback_id: REVEAL,
  title: plain('Names behind aliases'),
  close: plain('Close'),
  blocks,
  ...more,
})

const paragraph = (text: string): KnownBlock => ({ type: 'section', text: plain(text) })

const FORM: KnownBlock[] = [
  paragraph(
    'You will see who is behind the aliases of this answer, for 15 minutes. It is written to the audit log with your reason, and each of them reads that an admin saw their name. Write no names in it: it is kept as long as the log.',
  ),
  {
    type: 'input',
    block_id: REASON,
    label: plain('Why do you need the names?'),
    element: {
      type: 'plain_text_input',
      action_id: REASON,
      multiline: true,
      min_length: SHORTEST_REASON,
      max_length: LONGEST_REASON,
    },
  },
]

/** A form that was open when a lock fell may still be sent. */
const LOCKED = {
  allowed: false,
  reason: 'locked',
  says: 'AI Usage is locked: no names are shown until whoever runs it unlocks it again.',
} as const

/** The answer whose names are asked for, if this person may have them now, or what they read. */
async function allowed(
  kit: Kit,
  {
    viewer,
    id,
    channel,
  }: { readonly viewer: Member; readonly id: string; readonly channel: string },
): Promise<{ readonly found: StoredAnswer } | { readonly says: string }> {
  const place = placeOf(channel)
  const { policy } = await kit.house.policyInForce()
  const rules = decide(viewer, place, REVEAL)
  const decision = kit.house.lock.held()
    ? LOCKED
    : withinPolicy(rules, { viewer, place, action: REVEAL }, policy)
  if (!decision.allowed) {
    await kit.house.audit.record({
      at: kit.house.clock.now(),
      viewer: viewerName(viewer),
      place: placeName(place),
      action: REVEAL,
      command: '',
      outcome: 'refused',
      detail: { reason: decision.reason },
    })
    return { says: decision.says }
  }
  const found = await kit.house.answers.get(id, viewerName(viewer))
  return found
    ? { found }
    : { says: 'This answer is no longer kept. Ask again, then press Reveal.' }
}

/** Asks for the reason; nothing is looked up before it is given. */
export async function askWhy(kit: Kit, pressed: Pressed): Promise<void> {
  const { user, workspace, place, trigger, below } = pressed
  const id = pressed.press?.id
  const viewer = await kit.whoAsks(user, workspace, { fresh: true })
  const make = async (message: ReturnType<typeof note>) => ({ message })
  const reply = { text: '', user, reply: below }
  if (id === undefined || place.kind === 'terminal')
    return say(kit, reply, () => make(STALE_BUTTON))
  const may = await allowed(kit, { viewer, id, channel: place.channel })
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

/** What is wrong with a reason; undefined when it will do. */
export function wrongReason(reason: string): Record<string, string> | undefined {
  return reason.trim().length < SHORTEST_REASON
    ? { [REASON]: `Say why, in ${SHORTEST_REASON} characters or more.` }
    : undefined
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
export async function reveal(kit: Kit, submitted: Submitted): Promise<void> {
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
  const gone = modal([
    paragraph('The 15 minutes are over. Press Reveal again if you need the names.'),
  ])
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
  const may = await allowed(kit, { viewer, id, channel })
  if ('says' in may) return [paragraph(may.says)]
  const { found } = may
  const aliases = new Set(JSON.stringify(found.message).match(ALIAS) ?? [])
  const names = await namesOf(kit, aliases)
  const lines = [...aliases].map(
    (alias) => `${alias}  ${names.get(alias) ?? 'not in this workspace'}`,
  )
  // Without its row nothing is shown.
  await kit.house.audit.record({
    at: kit.house.clock.now(),
    viewer: viewerName(viewer),
    place: placeName(placeOf(channel)),
    action: REVEAL,
    command: found.command,
    outcome: 'done',
    detail: {
      people: [...names.keys()].join(' '),
      role: roleOf(viewer),
      reason: withoutAddresses(reason.trim()),
    },
  })
  return [
    paragraph('Shown to you alone, for 15 minutes. Nothing of it is stored.'),
    ...pieces(lines.join('\n'), SECTION_TEXT).map(paragraph),
  ]
}
