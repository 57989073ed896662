import { asForm, type Delivery } from './deliver.ts'
import type { Desk } from './desk.ts'
import type { SubmitInput } from './inputs.ts'
import { acceptView } from './methods/views.ts'
import { userOf } from './places.ts'
import { lastOffered } from './suggest.ts'
import type { Json } from './world.ts'

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export async function submit({ world, deliver }: Desk, input: SubmitInput): Promise<Delivery> {
  const { how = {} } = input
  const user = userOf(world, input.user)
  const modal = world.modals.findLast((one) => one.open && one.user === user.id)
  if (!modal) throw new Error(`${user.id} has no modal open.`)
  const team = how.team ?? world.team.id
  const delivery = await deliver(
    {
      kind: 'interaction',
      ...asForm({
        payload: JSON.stringify({
          type: 'view_submission',
          team: { id: team, domain: how.team ? 'elsewhere' : world.team.domain },
          user: { id: user.id, username: user.name, name: user.name, team_id: team },
          api_app_id: world.app.id,
          token: 'deprecated',
          trigger_id: 'used-by-nobody',
          view: { ...modal.view, state: { values: valuesOf(modal.view, input.values) } },
          response_urls: [],
          is_enterprise_install: false,
        }),
      }),
    },
    how,
  )
  if (delivery.outcome !== 'ok') return delivery
  const reply = (delivery.reply === '' ? {} : JSON.parse(delivery.reply)) as Json
  if (reply['response_action'] === 'update')
    modal.view = { ...acceptView(world, reply, 'modal'), id: modal.view['id'] }
  else if (reply['response_action'] !== 'errors') modal.open = false
  world.changed()
  return delivery
}

/** What was typed, by action id, as Slack files it: by block and action. */
function valuesOf(view: Json, typed: SubmitInput['values']): Json {
  const inputs = ((view['blocks'] ?? []) as readonly Json[]).flatMap((block) => {
    const element = block['element'] as Json | undefined
    return element ? [{ block: String(block['block_id']), element }] : []
  })
  return Object.fromEntries(
    inputs.map(({ block, element }) => {
      const action = String(element['action_id'])
      return [block, { [action]: stateOf(view, element, typed[action]) }]
    }),
  )
}

/** An input as it stands when the form is sent: its text, its day, or the option chosen. */
function stateOf(view: Json, element: Json, typed: string | undefined): Json {
  const [type, action] = [element['type'], element['action_id']]
  switch (type) {
    case 'datepicker':
      return { type, selected_date: typed ?? element['initial_date'] ?? null }
    case 'static_select':
    case 'external_select': {
      const options =
        type === 'static_select'
          ? ((element['options'] ?? []) as readonly Json[])
          : lastOffered(view, String(action))
      const chosen = options.find((one) => one['value'] === typed)
      if (typed === undefined) return { type, selected_option: element['initial_option'] ?? null }
      if (!chosen) throw new Error(`${String(action)} offers no ${typed}.`)
      return { type, selected_option: chosen }
    }
    default:
      return { type, value: typed ?? element['initial_value'] ?? null }
  }
}
