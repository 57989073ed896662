import { z } from 'zod'

/** https://docs.slack.dev/reference/block-kit/composition-objects */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  })

export const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  })

export const text = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)])

export const confirm = z.strictObject({
  title: plainText(100),
  text: text(300),
  confirm: plainText(30),
  deny: plainText(30),
  style: z.enum(['primary', 'danger']).optional(),
})

export const option = z.strictObject({
  text: text(75),
  value: z.string().min(1).max(150),
  description: text(75).optional(),
  url: z.string().max(3000).optional(),
})

export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(option).min(1).max(100),
})

const slackFile = z
  .strictObject({ id: z.string().min(1).optional(), url: z.string().min(1).max(3000).optional() })
  .refine((file) => (file.id === undefined) !== (file.url === undefined), {
    message: 'must have exactly one of: id, url',
  })

/** What an image block and an image element share. */
export const picture = {
  type: z.literal('image'),
  alt_text: z.string().min(1).max(2000),
  image_url: z.url().max(3000).optional(),
  slack_file: slackFile.optional(),
}

type Picture = {
  readonly image_url?: string | undefined
  readonly slack_file?: object | undefined
}

export const onePicture = (picture: Picture): boolean =>
  (picture.image_url === undefined) !== (picture.slack_file === undefined)

export const ONE_PICTURE = { message: 'must have exactly one of: image_url, slack_file' }
