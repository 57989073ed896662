import { asForm, type Delivery } from './deliver.ts'
import { type Desk, trigger } from './desk.ts'
import { type Input, inputsOf, valuesOf } from './filled.ts'
import type { ChangeInput } from './inputs.ts'
import { openModal, userOf } from './places.ts'
import type { Json } from './world.ts'

/** Whether Slack tells the app of a change in this input, made so. */
function isTold({ block, element }: Input, how: 'change' | 'enter'): boolean {
  if (block['dispatch_action'] !== true) return false
  if (element['type'] !== 'plain_text_input') return how === 'change'
  const config = element['dispatch_action_config'] as Json | undefined
  const on = (config?.['trigger_actions_on'] ?? ['on_enter_pressed']) as readonly string[]
  return on.includes(how === 'enter' ? 'on_enter_pressed' : 'on_character_entered')
}

/**
 * Someone changes one input of the form they have open; undefined where the app did not ask to be told.
 * https://docs.slack.dev/reference/interaction-payloads/block_actions-payload
 */
export async function change(
  { world, deliver }: Desk,
  { user: id, actionId, value, enter = false, how = {} }: ChangeInput,
): Promise<Delivery | undefined> {
  const user = userOf(world, id)
  const modal = openModal(world, user.id)
  const input = inputsOf(modal.view).find(({ action }) => action === actionId)
  if (!input) throw new Error(`The modal has no element with action_id ${actionId}.`)
  modal.filled = valuesOf(modal, { [actionId]: value })
  world.changed()
  if (!isTold(input, enter ? 'enter' : 'change')) return undefined
  const team = how.team ?? world.team.id
  const payload = {
    type: 'block_actions',
    team: { id: team, domain: how.team ? 'elsewhere' : world.team.domain },
    user: { id: user.id, username: user.name, name: user.name, team_id: team },
    api_app_id: world.app.id,
    token: 'deprecated',
    trigger_id: trigger(world, user.id),
    enterprise: null,
    is_enterprise_install: false,
    container: { type: 'view', view_id: modal.view['id'] },
    view: { ...modal.view, state: { values: modal.filled } },
    actions: [
      {
        ...(modal.filled[input.id]?.[actionId] as Json),
        action_id: actionId,
        block_id: input.id,
        action_ts: world.ts(),
      },
    ],
  }
  return deliver({ kind: 'interaction', ...asForm({ payload: JSON.stringify(payload) }) }, how)
}
