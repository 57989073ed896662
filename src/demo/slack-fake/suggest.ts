import { z } from 'zod'

import { walk } from './blocks/check.ts'
import { option } from './blocks/objects.ts'
import { asForm, type Delivery } from './deliver.ts'
import type { Desk } from './desk.ts'
import type { SuggestInput } from './inputs.ts'
import { openModal, userOf } from './places.ts'
import type { Json } from './world.ts'

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select */
const reply = z.strictObject({ options: z.array(option).max(100) })

export type Offered = { readonly delivery: Delivery; readonly options: z.infer<typeof option>[] }

/** What was last offered for an input of a modal: only that can be chosen. */
const offered = new WeakMap<Json, Map<string, Offered['options']>>()

export const lastOffered = (view: Json, action: string) => offered.get(view)?.get(action) ?? []

/** https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export async function suggest(
  { world, deliver }: Desk,
  { user: id, actionId, typed, how = {} }: SuggestInput,
): Promise<Offered> {
  const user = userOf(world, id)
  const { view } = openModal(world, user.id)
  const { element, block } = inputOf(view, actionId)
  if (element['type'] !== 'external_select')
    throw new Error(`${actionId} looks nothing up: it is a ${String(element['type'])}.`)
  const fewest = Number(element['min_query_length'] ?? 3)
  if (typed.length < fewest) throw new Error(`Slack asks from ${fewest} letters on.`)
  const team = how.team ?? world.team.id
  const payload = {
    type: 'block_suggestion',
    user: { id: user.id, username: user.name, name: user.name, team_id: team },
    container: { type: 'view', view_id: view['id'] },
    api_app_id: world.app.id,
    token: 'deprecated',
    action_id: actionId,
    block_id: block['block_id'],
    value: typed,
    team: { id: team, domain: world.team.domain },
    enterprise: null,
    is_enterprise_install: false,
    view,
  }
  const delivery = await deliver(
    { kind: 'interaction', ...asForm({ payload: JSON.stringify(payload) }) },
    how,
  )
  if (delivery.outcome !== 'ok') throw new Error(`Slack shows no options: ${delivery.outcome}.`)
  const { options } = reply.parse(JSON.parse(delivery.reply))
  const all = offered.get(view) ?? new Map<string, Offered['options']>()
  offered.set(view, all.set(actionId, options))
  return { delivery, options }
}

function inputOf(view: Json, actionId: string): { readonly element: Json; readonly block: Json } {
  for (const block of (view['blocks'] ?? []) as readonly Json[])
    for (const { node } of walk(block))
      if (node['action_id'] === actionId) return { element: node, block }
  throw new Error(`The modal has no element with action_id ${actionId}.`)
}
