import { z } from 'zod'

import { picosFromDecimal } from '#core/money/money.ts'
import { FEATURES } from '#ingest.ts'

import { MOST_COUNT, UNREADABLE, WHOLE } from './cells.ts'
import { readTime } from './time.ts'

/** More dollars than any one request costs, in picodollars. */
export const MOST_PICOS = 1_000_000_000_000_000_000n
export const MOST_LETTERS = { person: 320, tool: 64, model: 128, name: 512 }
export const TOOL = /^[\p{L}\p{N}][\p{L}\p{N}._+-]*$/u
export const COST_BASES = ['billed', 'estimated', 'credits'] as const
export const ASSET_KINDS = ['prompt', 'custom_tool', 'agent'] as const
export const OUTCOMES = ['ok', 'error'] as const
export const INITIATORS = ['user', 'agent'] as const

const unblank = (value: unknown) =>
  value === null || (typeof value === 'string' && value.trim() === '') ? undefined : value
const lower = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : value)

const text = (most: number) =>
  z.union([z.string().trim(), z.int().transform(String)]).pipe(
    z
      .string()
      .min(1)
      .max(most)
      .refine((value) => !UNREADABLE.test(value)),
  )

const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(unblank, schema.nullish().default(null))

const count = optional(
  z
    .union([z.number(), z.string().trim().regex(WHOLE).transform(Number)])
    .pipe(z.int().min(0).max(MOST_COUNT)),
)

const choice = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.preprocess(lower, z.enum(words))

const dollars = z
  .union([z.number().transform(String), z.string().trim()])
  .transform((value, context) => {
    const picos = picosFromDecimal(value)
    if (picos !== undefined && picos >= 0n && picos <= MOST_PICOS) return picos
    context.addIssue({ code: 'custom', message: 'dollars from 0 to 1,000,000' })
    return z.NEVER
  })

const time = z
  .string()
  .trim()
  .transform((value, context) => {
    const micros = readTime(value)
    if (typeof micros === 'number') return micros
    context.addIssue({ code: 'custom', message: 'RFC 3339 with an offset' })
    return z.NEVER
  })

const tool = z
  .string()
  .transform((value) => value.trim().toLowerCase().replace(/\s+/g, '-'))
  .pipe(z.string().min(1).max(MOST_LETTERS.tool).regex(TOOL))

/**
 * The usage import, one line per message or request: the documented contract (docs/import.md is
 * checked against it). `usage-line.ts` reads the same by hand, ten times as fast; a property test
 * holds the two together.
 */
export const usageLineSchema = z
  .strictObject({
    time: time.meta({
      description: 'When, RFC 3339 with an offset. Microseconds are kept.',
      example: '2026-11-20T09:15:00.123456Z',
    }),
    person: text(MOST_LETTERS.person)
      .transform((value) => (value === '-' ? null : value))
      .meta({
        description:
          'E-mail address or id; `-` when nobody is known. Stored only as a keyed pseudonym.',
        example: 'ada@example.com',
      }),
    tool: tool.meta({
      description: 'The product. Lower-cased, spaces become dashes.',
      example: 'chatgpt',
    }),
    model: optional(text(MOST_LETTERS.model)).meta({
      description: 'The model, as the source names it.',
      example: 'gpt-4o-2024-08-06',
    }),
    feature: optional(choice(FEATURES)).meta({
      description: `One of ${FEATURES.map((word) => `\`${word}\``).join(', ')}.`,
      example: 'chat',
    }),
    session: optional(text(MOST_LETTERS.name)).meta({
      description: 'The conversation. Stored only as a keyed pseudonym.',
      example: 'c-81f2',
    }),
    prompt_characters: count.meta({
      description: 'Length of the prompt. Not the prompt.',
      example: '240',
    }),
    output_characters: count.meta({ description: 'Length of the reply.', example: '1900' }),
    input_tokens: count.meta({
      description: 'Input tokens **without** the cached ones.',
      example: '1250',
    }),
    cache_read_tokens: count.meta({
      description: 'Input tokens read from the cache.',
      example: '800',
    }),
    cache_write_tokens: count.meta({
      description: 'Input tokens written to the cache.',
      example: '0',
    }),
    output_tokens: count.meta({ description: 'Output tokens.', example: '410' }),
    cost_usd: optional(dollars).meta({
      description: 'Dollars, a decimal; exact to twelve decimals.',
      example: '0.0123',
    }),
    cost_basis: optional(choice(COST_BASES)).meta({
      description: '`billed` (default where `cost_usd` is given), `estimated` or `credits`.',
      example: 'billed',
    }),
    asset_kind: optional(choice(ASSET_KINDS)).meta({
      description: '`prompt`, `custom_tool` or `agent`; together with `asset`.',
      example: 'agent',
    }),
    asset: optional(text(MOST_LETTERS.name)).meta({
      description: 'The shared prompt, custom tool or agent. Stored only as a keyed pseudonym.',
      example: 'invoice-bot',
    }),
    outcome: optional(choice(OUTCOMES)).meta({
      description: '`ok` (default) or `error`.',
      example: 'ok',
    }),
    initiated_by: optional(choice(INITIATORS)).meta({
      description:
        '`user` (default) or `agent`. Only a user’s lines count as messages and activity.',
      example: 'user',
    }),
    run: optional(text(MOST_LETTERS.name)).meta({
      description: 'The agent run it belongs to. Stored only as a keyed pseudonym.',
      example: 'run-7',
    }),
    id: optional(text(MOST_LETTERS.name)).meta({
      description: 'The source’s own id of the line: the same id again updates it.',
      example: 'req_0042',
    }),
  })
  .refine((line) => (line.asset === null) === (line.asset_kind === null), { path: ['asset'] })

export type UsageLine = z.output<typeof usageLineSchema>
export type UsageField = keyof UsageLine
export const USAGE_FIELDS = Object.keys(usageLineSchema.shape) as UsageField[]
export const REQUIRED_FIELDS: readonly UsageField[] = ['time', 'person', 'tool']
