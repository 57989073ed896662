import { asForm, type Delivery } from './deliver.ts'
import type { Desk } from './desk.ts'
import { keptOf, valuesOf } from './filled.ts'
import type { SubmitInput } from './inputs.ts'
import { acceptView } from './methods/views.ts'
import { openModal, userOf } from './places.ts'
import type { Json } from './world.ts'

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission */
export async function submit({ world, deliver }: Desk, input: SubmitInput): Promise<Delivery> {
  const { how = {} } = input
  const user = userOf(world, input.user)
  const modal = openModal(world, user.id)
  const values = valuesOf(modal, input.values)
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
          view: { ...modal.view, state: { values } },
          response_urls: [],
          is_enterprise_install: false,
        }),
      }),
    },
    how,
  )
  if (delivery.outcome !== 'ok') return delivery
  const reply = (delivery.reply === '' ? {} : JSON.parse(delivery.reply)) as Json
  if (reply['response_action'] === 'update') {
    modal.view = { ...acceptView(world, reply, 'modal'), id: modal.view['id'] }
    modal.filled = keptOf(modal.view, modal.filled)
  } else if (reply['response_action'] !== 'errors') modal.open = false
  world.changed()
  return delivery
}
