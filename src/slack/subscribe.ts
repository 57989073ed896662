import type { KnownBlock, ModalView } from '@slack/types'

import type { Choice } from '#core/command/built.ts'
import {
  chooseEdit,
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
import { type Edits, editedFrom, editedHow } from '#core/command/edit-how.ts'

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

/** Shows a subscription, to be changed; where the form does not open, by buttons. */
export async function openEdit(kit: Kit, pressed: Pressed, command: string): Promise<void> {
  const { user, workspace, place, below: reply, trigger, origin } = pressed
  const anew = () =>
    answer(kit, { user, workspace, place, reply, fresh: true, text: chooseEdit(command) })
  const edited = editedFrom(command)
  if (edited === undefined) return anew()
  try {
    const view = form(kit, edited.how, { ...origin, edits: edited.edits })
    await kit.slack.call('single', (api) => api.views.open({ trigger_id: trigger, view }))
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'The form for a subscription could not be opened')
    await anew()
  }
}

/** Those there are, and what is chosen where that is another: a time that was typed. */
const withChosen = (choices: readonly Choice[], chosen: string | undefined): readonly Choice[] =>
  chosen === undefined || choices.some(({ value }) => value === chosen)
    ? choices
    : [{ value: chosen, label: chosen }, ...choices]

function placeField(
  { to, place }: How,
  { channel, edits }: { readonly channel: boolean; readonly edits: Edits | undefined },
): readonly Field[] {
  if (edits === undefined)
    return channel
      ? [{ part: 'to', label: 'Where', element: from(PLACE_CHOICES, 'To me', to) }]
      : []
  // Several places are typed: a form for one would make them one.
  if (edits.place === undefined) return []
  const element: Field['element'] = {
    type: 'plain_text_input',
    placeholder: plain('me, or a channel like #eng'),
    ...(place !== undefined && { initial_value: place }),
  }
  return [{ part: 'place', label: 'Where: me, or a channel', element, needed: true }]
}

function fieldsOf(how: How, around: Parameters<typeof placeField>[1]) {
  const { what = '', often, day, time, zone, only } = how
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
  const days = from(withChosen(DAY_CHOICES, day), 'Monday, or the first of the month', day)
  const fields: readonly Field[] = [
    question,
    {
      part: 'often',
      label: 'How often',
      element: from(OFTEN_CHOICES, 'Every week', often),
      told: true,
    },
    { part: 'day', label: 'Day', element: days, told: true },
    {
      part: 'time',
      label: 'Time',
      element: from(withChosen(TIME_CHOICES, time), '09:00', time),
      told: true,
    },
    typedZone,
    ...placeField(how, around),
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
  const { edits } = origin
  const around = { channel: placeOf(origin.channel).kind !== 'dm', edits }
  const blocks = fieldsOf(how, around).flatMap((one) => {
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
    title: plain(edits === undefined ? 'Subscribe' : `Edit subscription ${edits.id}`),
    submit: plain(edits === undefined ? 'Subscribe' : 'Save'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(origin),
    blocks,
  }
}

/** The command that was chosen, or what is wrong, by input block. */
export function howIn(
  state: State,
  edits?: Edits,
): { readonly command: string } | { readonly errors: Record<string, string> } {
  const how: How = chosenOf(state, HOW)
  const made = edits === undefined ? subscribedHow(how) : editedHow(how, edits)
  return 'command' in made ? made : { errors: { ...made.wrong } }
}
