import { z } from 'zod'

type Schema = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly string[]
  readonly const?: string
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

/** One line of a Markdown table per field, from the schema itself. */
export function fieldTable(schema: z.ZodType): string {
  const lines = fields(z.toJSONSchema(schema) as Schema, '')
  return ['| Field | Type | Meaning |', '| --- | --- | --- |', ...lines].join('\n')
}

function fields(schema: Schema, path: string): readonly string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const here = `${path}${name}`
    const optional = schema.required?.includes(name) ? '' : ', may be absent'
    const meaning = field.description ?? inner(field).description ?? ''
    const line = `| \`${here}\` | ${typeOf(field)}${optional} | ${meaning} |`
    return [line].concat(below(field, here))
  })
}

function below(field: Schema, here: string): readonly string[] {
  const { items, properties } = inner(field)
  if (properties) return fields(inner(field), `${here}.`)
  if (items?.oneOf) return items.oneOf.map((kind) => `| \`${here}[]\` | object | ${shape(kind)} |`)
  return items ? below(items, `${here}[]`) : []
}

/** The part of a nullable field that is not null. */
function inner(field: Schema): Schema {
  return field.anyOf?.find(({ type }) => type !== 'null') ?? field
}

function shape({ properties = {} }: Schema): string {
  const written = Object.entries(properties).map(([name, { const: kind }]) =>
    kind === undefined ? `\`${name}\`` : `\`"${name}": "${kind}"\``,
  )
  return written.join(', ')
}

function typeOf(field: Schema): string {
  if (field.anyOf) return field.anyOf.map(typeOf).join(' or ')
  if (field.enum) return field.enum.map((word) => `\`${word}\``).join(', ')
  if (field.format === 'date') return 'date'
  if (field.type === 'array')
    return `array of ${field.items?.oneOf ? 'object' : typeOf(field.items ?? {})}`
  return [field.type ?? 'object'].flat().join(' or ')
}

const WIDTH = 110

/** JSON with everything that fits on one line on one line. */
export function compactJson(value: unknown, indent = ''): string {
  const flat = oneLine(value)
  if (indent.length + flat.length <= WIDTH || value === null || typeof value !== 'object')
    return flat
  const deeper = `${indent}  `
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  const items = Array.isArray(value)
    ? value.map((item) => deeper + compactJson(item, deeper))
    : Object.entries(value).map(
        ([key, item]) => `${deeper}${JSON.stringify(key)}: ${compactJson(item, deeper)}`,
      )
  return `${open}\n${items.join(',\n')}\n${indent}${close}`
}

function oneLine(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  const fields = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`,
  )
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}
