import { readFileSync } from 'node:fs'

import { Ajv2020 } from 'ajv/dist/2020.js'

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: Schema
}
type Schema = { readonly type?: string; readonly items?: unknown }
type Spec = {
  readonly paths: Readonly<Record<string, { readonly get: { readonly parameters: Parameter[] } }>>
}

const FILE = 'test/fixtures/openai/openai-admin.openapi.json'
const spec = JSON.parse(readFileSync(FILE, 'utf8')) as Spec
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
ajv.addSchema({ ...spec, $id: 'spec' })

const within = (path: string, ...more: readonly string[]) =>
  ['spec#', 'paths', path, 'get', ...more]
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')

/** The official client is newer than the specification in these. */
const NEWER: Readonly<Record<string, readonly string[]>> = {
  group_by: ['user_id', 'api_source'],
}

function operation(pathname: string): string | undefined {
  const asked = pathname.replace(/^\/v1/, '')
  return Object.keys(spec.paths).find((path) =>
    new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`).test(asked),
  )
}

function parameterFaults(path: string, query: URLSearchParams): readonly string[] {
  const parameters = spec.paths[path]?.get.parameters ?? []
  const bare = (name: string) => name.replace(/\[.*\]$/, '')
  const faults = parameters
    .filter((each) => each.in === 'query' && each.required && !query.has(each.name))
    .map(({ name }) => `${path}: ${name} is required`)
  for (const name of new Set(query.keys())) {
    const at = parameters.findIndex((each) => bare(each.name) === bare(name))
    const { schema } = parameters[at] ?? {}
    if (!schema) {
      faults.push(`${path}: ${name} is no parameter`)
      continue
    }
    const check = ajv.getSchema(within(path, 'parameters', String(at), 'schema'))
    const texts = query.getAll(name).filter((text) => NEWER[bare(name)]?.includes(text) !== true)
    const value =
      schema.type === 'array'
        ? texts
        : schema.type === 'integer'
          ? Number(texts[0])
          : schema.type === 'boolean'
            ? texts[0] === 'true'
            : schema.type === 'object'
              ? { [/\[(.+)\]$/.exec(name)?.[1] ?? '']: Number(texts[0]) }
              : texts[0]
    if (check?.(value) !== true) faults.push(`${path}: ${name}=${texts.join()} is not as specified`)
  }
  return faults
}

/** A fetch that holds each call and its answer against OpenAI's own specification. */
export function againstSpec(fetch: typeof globalThis.fetch) {
  const faults: string[] = []
  const seen = new Set<string>()
  const checked: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const path = operation(url.pathname)
    if (path === undefined) faults.push(`${url.pathname} is not specified`)
    const answer = await fetch(request)
    if (path === undefined || !answer.ok) return answer
    seen.add(path)
    faults.push(...parameterFaults(path, url.searchParams))
    const check = ajv.getSchema(
      within(path, 'responses', '200', 'content', 'application/json', 'schema'),
    )
    const body: unknown = await answer.clone().json()
    if (check?.(body) !== true)
      faults.push(`${path}: ${ajv.errorsText(check?.errors ?? null).slice(0, 300)}`)
    return answer
  }
  return { fetch: checked, faults, seen }
}
