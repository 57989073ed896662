import type { ModalView } from '@slack/types'

import {
  chooseHow,
  DAY_CHOICES,
  HOW,
  type How,
  OFTEN_CHOICES,
  ONLY_CHOICES,
  PLACE_CHOICES,
  subscribedHow,
  TIME_CHOICES,
} from '#core/command/choose-how.ts'

import { answer } from './answer.ts'
import { plain } from './blocks.ts'
import type { Origin } from './build.ts'
import { chosenOf, type Field, field, from, type State } from './inputs.ts'
import type { Kit } from './kit.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'

export const SUBSCRIBE = 'subscribe'

/** Asks how often and where to; where the form does not open, by buttons. */
export async function openSubscribe(kit: Kit, pressed: Pressed, what: string): Promise<void> {
  const { user, workspace, place, below: reply, trigger, origin } = pressed
  try {
    const view = form(what, { origin, channel: place.kind !== 'dm' })
    await kit.slack.call('single', (api) => api.views.open({ trigger_id: trigger, view }))
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'The form for a subscription could not be opened')
    await answer(kit, { user, workspace, place, reply, fresh: true, text: chooseHow(what) })
  }
}

function form(
  what: string,
  { origin, channel }: { readonly origin: Origin; readonly channel: boolean },
): ModalView {
  const question: Field = {
    part: 'what',
    label: 'Question',
    element: { type: 'plain_text_input', initial_value: what },
    needed: true,
  }
  const zone: Field = {
    part: 'zone',
    label: 'Time zone',
    element: {
      type: 'plain_text_input',
      placeholder: plain('The company’s; or like Europe/Berlin'),
    },
  }
  const to = { part: 'to', label: 'Where', element: from(PLACE_CHOICES, 'To me', 'me') }
  const fields: readonly Field[] = [
    question,
    { part: 'often', label: 'How often', element: from(OFTEN_CHOICES, 'Every week', 'weekly') },
    { part: 'day', label: 'Day', element: from(DAY_CHOICES, 'Monday, or the first of the month') },
    { part: 'time', label: 'Time', element: from(TIME_CHOICES, '09:00', '09:00') },
    zone,
    ...(channel ? [to] : []),
    ...(what.startsWith('digest')
      ? [{ part: 'only', label: 'When', element: from(ONLY_CHOICES, 'Each time') }]
      : []),
  ]
  return {
    type: 'modal',
    callback_id: SUBSCRIBE,
    title: plain('Subscribe'),
    submit: plain('Subscribe'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(origin),
    blocks: fields.map(field),
  }
}

/** The command that was chosen, or what is wrong, by input block. */
export function howIn(
  state: State,
): { readonly command: string } | { readonly errors: Record<string, string> } {
  const how: How = chosenOf(state, HOW)
  const made = subscribedHow(how)
  return 'command' in made ? made : { errors: { ...made.wrong } }
}
