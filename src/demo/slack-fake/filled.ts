import { lastOffered } from './suggest.ts'
import type { Json, Modal } from './world.ts'

export type Input = {
  readonly block: Json
  readonly id: string
  readonly element: Json
  readonly action: string
}

export const inputsOf = (view: Json): readonly Input[] =>
  ((view['blocks'] ?? []) as readonly Json[]).flatMap((block) => {
    const element = block['element'] as Json | undefined
    if (element === undefined) return []
    return [{ block, id: String(block['block_id']), element, action: String(element['action_id']) }]
  })

/** What stays in the inputs of a view that was changed: of those of the same block, action and type. */
export const keptOf = (view: Json, filled: Modal['filled']): Modal['filled'] =>
  Object.fromEntries(
    inputsOf(view).flatMap(({ id, element, action }) => {
      const state = filled[id]?.[action] as Json | undefined
      return state?.['type'] === element['type'] ? [[id, { [action]: state }]] : []
    }),
  )

/** All inputs as they stand, with what was typed just now by action id, as Slack files it: by block and action. */
export const valuesOf = (
  { view, filled }: Pick<Modal, 'view' | 'filled'>,
  typed: Readonly<Record<string, string>>,
): Modal['filled'] =>
  Object.fromEntries(
    inputsOf(view).map(({ id, element, action }) => {
      const value = typed[action]
      const stands = filled[id]?.[action]
      return [
        id,
        { [action]: value === undefined && stands ? stands : stateOf(view, element, value) },
      ]
    }),
  )

/** An input as it stands: its text, its day, or the option chosen; emptied by an empty value. */
function stateOf(view: Json, element: Json, typed: string | undefined): Json {
  const [type, action] = [element['type'], element['action_id']]
  switch (type) {
    case 'datepicker':
      return {
        type,
        selected_date: typed === '' ? null : (typed ?? element['initial_date'] ?? null),
      }
    case 'static_select':
    case 'external_select': {
      const options =
        type === 'static_select'
          ? ((element['options'] ?? []) as readonly Json[])
          : lastOffered(view, String(action))
      const chosen = options.find((one) => one['value'] === typed)
      if (typed === undefined) return { type, selected_option: element['initial_option'] ?? null }
      if (typed === '') return { type, selected_option: null }
      if (!chosen) throw new Error(`${String(action)} offers no ${typed}.`)
      return { type, selected_option: chosen }
    }
    default:
      return { type, value: typed === '' ? null : (typed ?? element['initial_value'] ?? null) }
  }
}
