import { z } from 'zod'

import { dataVisualization } from './chart.ts'
import { accessory, actionElement, button, imageElement, inputElement } from './elements.ts'
import { mrkdwn, ONE_PICTURE, onePicture, picture, plainText, text } from './objects.ts'

const block_id = z.string().min(1).max(255).optional()

const section = z
  .strictObject({
    type: z.literal('section'),
    block_id,
    text: text(3000).optional(),
    fields: z.array(text(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    message: 'missing required field: text',
  })

const header = z.strictObject({ type: z.literal('header'), block_id, text: plainText(150) })

const divider = z.strictObject({ type: z.literal('divider'), block_id })

const image = z
  .strictObject({ ...picture, block_id, title: plainText(2000).optional() })
  .refine(onePicture, ONE_PICTURE)

const actions = z.strictObject({
  type: z.literal('actions'),
  block_id,
  elements: z.array(actionElement).min(1).max(25),
})

const context = z.strictObject({
  type: z.literal('context'),
  block_id,
  elements: z
    .array(z.discriminatedUnion('type', [plainText(3000), mrkdwn(3000), imageElement]))
    .min(1)
    .max(10),
})

const input = z.strictObject({
  type: z.literal('input'),
  block_id,
  label: plainText(2000),
  hint: plainText(2000).optional(),
  element: inputElement,
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
})

const markdown = z.strictObject({
  type: z.literal('markdown'),
  block_id,
  text: z.string().min(1).max(12_000),
})

const richText = z.strictObject({
  type: z.literal('rich_text'),
  block_id,
  elements: z
    .array(
      z.looseObject({
        type: z.enum([
          'rich_text_section',
          'rich_text_list',
          'rich_text_quote',
          'rich_text_preformatted',
        ]),
        elements: z.array(z.looseObject({ type: z.string() })),
      }),
    )
    .min(1),
})

const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string() }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() }),
  richText,
])

const table = z.strictObject({
  type: z.literal('table'),
  block_id,
  rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
  column_settings: z
    .array(
      z
        .strictObject({
          align: z.enum(['left', 'center', 'right']).optional(),
          is_wrapped: z.boolean().optional(),
        })
        .nullable(),
    )
    .max(20)
    .optional(),
})

const dataTable = z.strictObject({
  type: z.literal('data_table'),
  block_id,
  caption: z.string().min(1),
  rows: z.array(z.array(cell).min(1).max(20)).min(2).max(101),
  page_size: z.int().min(1).max(100).optional(),
  row_header_column_index: z.int().min(0).max(19).optional(),
})

const card = z
  .strictObject({
    type: z.literal('card'),
    block_id,
    hero_image: imageElement.optional(),
    icon: imageElement.optional(),
    title: mrkdwn(150).optional(),
    subtitle: mrkdwn(150).optional(),
    body: mrkdwn(200).optional(),
    actions: z.array(button).min(1).max(3).optional(),
  })
  .refine((card) => card.hero_image ?? card.title ?? card.actions ?? card.body, {
    message: 'must have at least one of: hero_image, title, actions, body',
  })

const alert = z.strictObject({
  type: z.literal('alert'),
  block_id,
  text: text(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
})

const everywhere = [
  section,
  header,
  divider,
  image,
  actions,
  context,
  input,
  richText,
  card,
] as const

const messageOnly = [markdown, table, dataTable, dataVisualization] as const

export type Surface = 'message' | 'home' | 'modal'

/** The block types this fake knows, by where Slack shows them. Any other type is refused. */
export const SURFACES = {
  message: z.discriminatedUnion('type', [...everywhere, ...messageOnly]),
  home: z.discriminatedUnion('type', [...everywhere]),
  modal: z.discriminatedUnion('type', [...everywhere, alert]),
} satisfies Record<Surface, z.ZodType>

export const MOST_BLOCKS: Record<Surface, number> = { message: 50, home: 100, modal: 100 }
