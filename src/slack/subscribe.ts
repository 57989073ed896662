import type { KnownBlock, ModalView } from '@slack/types'

import {
  chooseHow,
  DAY_CHOICES,
  firstTurn,
  HOW,
  type How,
  OFTEN_CHOICES,
  ONLY_CHOICES,
  PLACE_CHOICES,
  subscribedHow,
  TIME_CHOICES,
} from '#core/command/choose-how.ts'

import { answer } from './answer.ts'
import { context, plain } from './blocks.ts'
import type { Origin } from './build.ts'
import { chosenOf, type Field, field, from, type State } from './inputs.ts'
import { type Kit, placeOf } from './kit.ts'
import type { Pressed } from './press.ts'
import { isKnown, nameOf } from './refusal.ts'

export const SUBSCRIBE = 'subscribe'

/** Asks how often and where to; where the form does not open, by buttons. */
export async function openSubscribe(kit: Kit, pressed: Pressed, what: string): Promise<void> {
  const { user, workspace, place, below: reply, trigger, origin } = pressed
  try {
    const view = form(kit, { what, often: 'weekly', time: '09:00', to: 'me' }, origin)
    await kit.slack.call('single', (api) => api.views.open({ trigger_id: trigger, view }))
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'The form for a subscription could not be opened')
    await answer(kit, { user, workspace, place, reply, fresh: true, text: chooseHow(what) })
  }
}

function fieldsOf({ what = '', often, day, time, zone, to, only }: How, channel: boolean) {
  const question: Field = {
    part: 'what',
    label: 'Question',
    element: { type: 'plain_text_input', initial_value: what },
    needed: true,
  }
  const typedZone: Field = {
    part: 'zone',
    label: 'Time zone',
    element: {
      type: 'plain_text_input',
      placeholder: plain('The company’s; or like Europe/Berlin'),
      // On a phone nobody presses Enter in a form.
      dispatch_action_config: { trigger_actions_on: ['on_character_entered', 'on_enter_pressed'] },
      ...(zone !== undefined && { initial_value: zone }),
    },
    told: true,
  }
  const days = from(DAY_CHOICES, 'Monday, or the first of the month', day)
  const fields: readonly Field[] = [
    question,
    {
      part: 'often',
      label: 'How often',
      element: from(OFTEN_CHOICES, 'Every week', often),
      told: true,
    },
    { part: 'day', label: 'Day', element: days, told: true },
    { part: 'time', label: 'Time', element: from(TIME_CHOICES, '09:00', time), told: true },
    typedZone,
    ...(channel ? [{ part: 'to', label: 'Where', element: from(PLACE_CHOICES, 'To me', to) }] : []),
    ...(what.startsWith('digest')
      ? [{ part: 'only', label: 'When', element: from(ONLY_CHOICES, 'Each time', only) }]
      : []),
  ]
  return fields
}

const line = (text: string): KnownBlock => ({ type: 'section', text: plain(text) })

/** The form with what is chosen in it: what of it can't be stands below its input, else when the first comes. */
export function form({ house }: Kit, how: How, origin: Origin): ModalView {
  const { zone, clock } = house
  const turn = firstTurn(how, { zone, now: clock.now() })
  const wrong = 'wrong' in turn ? turn.wrong : {}
  const blocks = fieldsOf(how, placeOf(origin.channel).kind !== 'dm').flatMap((one) => {
    const why = wrong[one.part as keyof How]
    return [
      field(one),
      ...(why === undefined ? [] : [context(plain(why))]),
      ...(one.part === 'zone'
        ? [line('next' in turn ? `Next: ${turn.next}` : 'Next: not known yet')]
        : []),
    ]
  })
  return {
    type: 'modal',
    callback_id: SUBSCRIBE,
    title: plain('Subscribe'),
    submit: plain('Subscribe'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(origin),
    blocks,
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
