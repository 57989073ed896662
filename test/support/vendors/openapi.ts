import { readFileSync } from 'node:fs'

import { Ajv, type ValidateFunction } from 'ajv'
import formats from 'ajv-formats'

import type { VendorAnswer, VendorOptions, VendorRequest } from './vendor-server.ts'

type Json = { readonly [name: string]: unknown }
type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema: Json
}
type Operation = {
  readonly parameters?: readonly Json[]
  readonly responses: Readonly<Record<string, Json>>
}
type Document = {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>
  readonly components: Json
}

/** OpenAPI 3.0 says `nullable` where JSON Schema has a type for it. */
function asJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(asJsonSchema)
  if (typeof node !== 'object' || node === null) return node
  const { nullable, ...rest } = node as Json
  const plain = Object.fromEntries(
    Object.entries(rest).map(([name, value]) => [name, asJsonSchema(value)]),
  )
  return nullable === true ? { anyOf: [plain, { type: 'null' }] } : plain
}

/** Query values come as text: numbers and booleans are read as what the schema says they are. */
function typed(text: string, { type }: Json): unknown {
  if (type === 'integer' || type === 'number') return Number(text)
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

/**
 * A local server's routes, each held to the vendor's own description: a call it does not describe
 * answers 500 with the reason, and so does an answer of ours that it would not make. Routes are keyed
 * as the description writes them (`GET /orgs/{org}/audit-log`).
 */
export function asDescribed(
  file: string,
  routes: VendorOptions['routes'],
): VendorOptions['routes'] {
  const described = asJsonSchema(JSON.parse(readFileSync(file, 'utf8'))) as Document
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  ajv.addSchema({ ...described, $id: 'api' })
  const deref = (node: Json): Json => {
    const ref = node['$ref']
    if (typeof ref !== 'string') return node
    const found = ref
      .slice(2)
      .split('/')
      .reduce<unknown>((at, name) => (at as Json)[name], described)
    return deref(found as Json)
  }
  const validators = new Map<unknown, ValidateFunction>()
  const faults = (schema: Json, value: unknown): readonly string[] => {
    const validate = validators.get(schema) ?? ajv.compile(absolute(schema) as Json)
    validators.set(schema, validate)
    return validate(value)
      ? []
      : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
  }

  const asked = ({ parameters = [] }: Operation, { url }: VendorRequest): readonly string[] => {
    const known = parameters.map((one) => deref(one) as unknown as Parameter)
    const query = known.filter((one) => one.in === 'query')
    const unknown = [...url.searchParams.keys()].filter(
      (name) => !query.some((one) => one.name === name),
    )
    const missing = query.filter((one) => one.required && !url.searchParams.has(one.name))
    return [
      ...unknown.map((name) => `${name} is no parameter`),
      ...missing.map(({ name }) => `${name} is missing`),
      ...query.flatMap(({ name, schema }) => {
        const text = url.searchParams.get(name)
        const plain = deref(schema)
        return text === null ? [] : faults(plain, typed(text, plain)).map((why) => name + why)
      }),
    ]
  }
  const answered = ({ responses }: Operation, answer: VendorAnswer): readonly string[] => {
    const status = answer.status ?? 200
    if (status >= 400) return []
    const response = responses[String(status)]
    if (!response) return [`${status} is no answer`]
    const content = deref(response)['content'] as Json | undefined
    const schema = (content?.['application/json'] as Json | undefined)?.['schema'] as Json
    return schema === undefined ? [] : faults(schema, answer.body)
  }

  return Object.fromEntries(
    Object.entries(routes).map(([route, handler]) => {
      const operation = described.paths[route.replace('GET ', '')]?.get
      if (!operation) throw new Error(`${route} is not described in ${file}`)
      const held = async (request: VendorRequest): Promise<VendorAnswer> => {
        const wrong = asked(operation, request)
        if (wrong.length > 0) return undescribed(route, wrong)
        const answer = await handler(request)
        const untrue = answered(operation, answer)
        return untrue.length > 0 ? undescribed(route, untrue) : answer
      }
      return [route, held]
    }),
  )
}

const undescribed = (route: string, why: readonly string[]): VendorAnswer => ({
  status: 422,
  body: { message: `Not as described: ${route}: ${why.join('; ')}` },
})

/** References within the document, from a schema taken out of it. */
function absolute(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(absolute)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      name,
      name === '$ref' && typeof value === 'string' ? `api${value}` : absolute(value),
    ]),
  )
}
