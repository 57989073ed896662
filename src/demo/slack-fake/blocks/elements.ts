import { z } from 'zod'

import {
  confirm,
  ONE_PICTURE,
  onePicture,
  option,
  optionGroup,
  picture,
  plainText,
} from './objects.ts'

const actionId = z.string().min(1).max(255).optional()
const style = z.enum(['primary', 'danger']).optional()
const focus_on_load = z.boolean().optional()
const placeholder = plainText(150).optional()

/** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  action_id: actionId,
  url: z.string().max(3000).optional(),
  value: z.string().max(2000).optional(),
  style,
  confirm: confirm.optional(),
  accessibility_label: z.string().max(75).optional(),
})

const options = {
  options: z.array(option).min(1).max(100).optional(),
  option_groups: z.array(optionGroup).min(1).max(100).optional(),
}

const staticSelect = z
  .strictObject({
    type: z.literal('static_select'),
    action_id: actionId,
    ...options,
    initial_option: option.optional(),
    confirm: confirm.optional(),
    focus_on_load,
    placeholder,
  })
  .refine((select) => (select.options === undefined) !== (select.option_groups === undefined), {
    message: 'must have exactly one of: options, option_groups',
  })

const externalSelect = z.strictObject({
  type: z.literal('external_select'),
  action_id: actionId,
  initial_option: option.optional(),
  min_query_length: z.int().min(0).optional(),
  confirm: confirm.optional(),
  focus_on_load,
  placeholder,
})

const overflow = z.strictObject({
  type: z.literal('overflow'),
  action_id: actionId,
  options: z.array(option).min(1).max(5),
  confirm: confirm.optional(),
})

const choices = {
  action_id: actionId,
  options: z.array(option).min(1).max(10),
  confirm: confirm.optional(),
  focus_on_load,
}

const radioButtons = z.strictObject({
  type: z.literal('radio_buttons'),
  ...choices,
  initial_option: option.optional(),
})

const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  ...choices,
  initial_options: z.array(option).min(1).max(10).optional(),
})

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  action_id: actionId,
  initial_date: z.iso.date().optional(),
  confirm: confirm.optional(),
  focus_on_load,
  placeholder,
})

const plainTextInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id: actionId,
  initial_value: z.string().max(3000).optional(),
  multiline: z.boolean().optional(),
  min_length: z.int().min(0).max(3000).optional(),
  max_length: z.int().min(1).max(3000).optional(),
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2),
    })
    .optional(),
  focus_on_load,
  placeholder,
})

export const imageElement = z.strictObject(picture).refine(onePicture, ONE_PICTURE)

const pressable = [
  button,
  overflow,
  staticSelect,
  externalSelect,
  radioButtons,
  checkboxes,
] as const

export const actionElement = z.discriminatedUnion('type', [...pressable, datepicker])
export const accessory = z.discriminatedUnion('type', [...pressable, datepicker, imageElement])
export const inputElement = z.discriminatedUnion('type', [
  plainTextInput,
  staticSelect,
  externalSelect,
  radioButtons,
  checkboxes,
  datepicker,
])
