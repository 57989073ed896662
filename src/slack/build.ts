import { setTimeout as sleep } from 'node:timers/promises'

import type { InputBlock, ModalView } from '@slack/types'
import { z } from 'zod'

import { decide } from '#core/access/decide.ts'
import {
  built,
  type Choice,
  CHOSEN,
  type Chosen,
  LEVEL_CHOICES,
  METRIC_CHOICES,
  PERIOD_CHOICES,
  splitChoices,
} from '#core/command/built.ts'
import { decideWithin } from '#core/policy/within.ts'

import { type Asked, answer, say } from './answer.ts'
import { plain } from './blocks.ts'
import { COMMAND } from './command.ts'
import { chosenOf, type Field, field, from, type State } from './inputs.ts'
import type { Kit } from './kit.ts'
import { saidLocked } from './locked.ts'
import { isKnown, nameOf } from './refusal.ts'
import { note } from './says.ts'

export const BUILD = 'build'

/** A trigger lives three seconds: who can't be looked up sooner gets the form of those who see no people. */
export const LOOK_MS = 1_200

const origin = z.object({
  channel: z.string(),
  /** Answers there, for a while. */
  url: z.string().optional(),
  /** It was opened on the home page. */
  home: z.boolean().optional(),
  /** The subscription it changes, and the one place that goes to. */
  edits: z.object({ id: z.number(), place: z.string().exactOptional() }).optional(),
})

/** Where the form was opened: what was asked in it is answered there. */
export type Origin = z.infer<typeof origin>

type Opening = Omit<Asked, 'text'> & { readonly trigger: string; readonly origin: Origin }

/** Opens the form, or says why not. */
export async function openBuild(kit: Kit, opening: Opening): Promise<void> {
  const { user, workspace, place, reply, trigger } = opening
  const asked = { user, workspace, place, reply, text: 'build' }
  if (await saidLocked(kit, asked)) return
  const viewer = await Promise.race([
    kit.whoAsks(user, workspace),
    sleep(LOOK_MS, undefined, { ref: false }),
  ])
  // Who is not served reads why, as after any other command.
  if (viewer && !decide(viewer, place, 'build').allowed) return answer(kit, asked)
  const { policy } = await kit.house.policyInForce()
  const people =
    viewer !== undefined && decideWithin({ viewer, place, action: 'ask people' }, policy).allowed
  try {
    const view = form(people, opening.origin)
    await kit.slack.call('single', (api) => api.views.open({ trigger_id: trigger, view }))
  } catch (error) {
    if (!isKnown(error)) throw error
    kit.house.log.warn({ slack: nameOf(error) }, 'The form for a question could not be opened')
    const again = note('The form did not open.', `Type \`${COMMAND} build\` again.`)
    return say(kit, { text: '', user, reply }, async () => ({ message: again }))
  }
}

/** Begins to search at the first letter; units and models at none. */
const typed = (placeholder: string, letters: 0 | 1): InputBlock['element'] => ({
  type: 'external_select',
  placeholder: plain(placeholder),
  min_query_length: letters,
})

const NO_CHART: readonly Choice[] = [{ value: 'none', label: 'Without a picture' }]

function form(people: boolean, opened: Origin): ModalView {
  const person: Field = { part: 'user', label: 'Person', element: typed('An alias: p-…', 1) }
  const level: Field = {
    part: 'level',
    label: 'Level of use',
    element: from(LEVEL_CHOICES, 'Everyone'),
  }
  const asset: Field = {
    part: 'asset',
    label: 'Prompt, tool or agent',
    element: typed('All that is used', 0),
  }
  const fields: readonly Field[] = [
    { part: 'metric', label: 'Number', element: from(METRIC_CHOICES, 'The main ones') },
    { part: 'team', label: 'Team', element: typed('All teams', 0) },
    ...(people ? [person] : []),
    { part: 'model', label: 'Model', element: typed('All models', 0) },
    ...(people ? [level, asset] : []),
    { part: 'period', label: 'Days', element: from(PERIOD_CHOICES, 'The last 30 days') },
    { part: 'from', label: 'Or from this day', element: { type: 'datepicker' } },
    { part: 'to', label: 'to this day', element: { type: 'datepicker' } },
    { part: 'by', label: 'Split', element: from(splitChoices(people), 'Not split') },
    { part: 'chart', label: 'Picture', element: from(NO_CHART, 'With a picture') },
  ]
  return {
    type: 'modal',
    callback_id: BUILD,
    title: plain('Build a question'),
    submit: plain('Ask'),
    close: plain('Cancel'),
    private_metadata: JSON.stringify(opened),
    blocks: fields.map(field),
  }
}

/** The command that was chosen, or what is wrong, by input block. */
export function chosenIn(
  state: State,
): { readonly command: string } | { readonly errors: Record<string, string> } {
  const chosen: Chosen = chosenOf(state, CHOSEN)
  const made = built(chosen)
  return 'command' in made ? made : { errors: { ...made.wrong } }
}

/** Undefined for what is no form of ours, or one of a version we no longer know. */
export function originIn(metadata: string): Origin | undefined {
  try {
    return origin.safeParse(JSON.parse(metadata)).data
  } catch {
    return undefined
  }
}
