import { readFileSync } from 'node:fs'

type Attribute = {
  readonly type?: string
  readonly is_array?: boolean
  readonly requirement?: string | null
  readonly enum?: Readonly<Record<string, unknown>>
  /** Of the profile that must be named for it; null: always. */
  readonly profile?: string | null
}
type Attributes = Readonly<Record<string, Attribute>>
type Definition = {
  readonly extends?: string
  readonly uid?: number
  readonly category?: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly constraints?: Readonly<Record<string, readonly string[]>>
}
type Shape = {
  readonly attributes: Attributes
  readonly constraints: Readonly<Record<string, readonly string[]>>
}

const files = new Map<string, Definition>()

function read(path: string): Definition {
  const known = files.get(path)
  if (known) return known
  const found = JSON.parse(readFileSync(`test/fixtures/ocsf/${path}`, 'utf8')) as Definition
  files.set(path, found)
  return found
}

const dictionary = read('dictionary.json') as Definition & {
  readonly types: {
    readonly attributes: Readonly<
      Record<string, { readonly type?: string; readonly regex?: string }>
    >
  }
}
const known = dictionary.attributes as Attributes

/** Of the schema that is kept beside the tests. */
export const publishedVersion = (): string =>
  (read('version.json') as unknown as { readonly version: string }).version

const CLASSES: Readonly<Record<number, string>> = {
  6003: 'events/application/api_activity.json',
  3004: 'events/iam/entity_management.json',
  2004: 'events/findings/detection_finding.json',
}
const PARENTS: Readonly<Record<string, string>> = {
  base_event: 'events/base_event.json',
  application: 'events/application/application.json',
  iam: 'events/iam/iam.json',
  finding: 'events/findings/finding.json',
}

/** Own attributes over those of profiles that are in force, over those of what it extends. */
function shapeOf(definition: Definition, parentOf: (name: string) => string): Shape {
  const above =
    definition.extends === undefined
      ? { attributes: {}, constraints: {} }
      : shapeOf(read(parentOf(definition.extends)), parentOf)
  // We name no profile, so what only profiles add may not be there.
  const { $include: _, ...own } = definition.attributes
  const attributes = { ...above.attributes }
  for (const [name, given] of Object.entries(own as Attributes)) {
    if (typeof given.profile === 'string') continue
    const { requirement, ...rest } = given
    const before = attributes[name]
    attributes[name] = {
      ...known[name],
      ...before,
      ...rest,
      enum: { ...known[name]?.enum, ...before?.enum, ...given.enum },
      requirement: requirement ?? before?.requirement ?? null,
    }
  }
  return { attributes, constraints: { ...above.constraints, ...definition.constraints } }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything in `event` that the published schema does not allow, and what it misses. */
export function ocsfFaults(event: unknown): readonly string[] {
  if (!isObject(event)) return ['no object']
  const file = CLASSES[Number(event['class_uid'])]
  if (file === undefined) return [`class_uid ${String(event['class_uid'])} is unknown`]
  const definition = read(file)
  const shape = shapeOf(definition, (name) => PARENTS[name] ?? `events/${name}.json`)
  const { uid = 0 } = definition
  const categories = read('categories.json').attributes as Readonly<
    Record<string, { readonly uid: number }>
  >
  const parent = read(PARENTS[definition.extends ?? ''] ?? file)
  const category = categories[parent.category ?? '']?.uid ?? 0
  const classUid = category * 1000 + uid
  const right = {
    category_uid: category,
    class_uid: classUid,
    type_uid: classUid * 100 + Number(event['activity_id']),
  }
  // Their enums are derived from the class, not listed in it.
  const listed = Object.fromEntries(
    Object.entries(shape.attributes).map(([name, it]) => [
      name,
      name in right ? { ...it, enum: {} } : it,
    ]),
  )
  return [
    ...Object.entries(right).flatMap(([name, value]) =>
      event[name] === value ? [] : [`${name} is not ${value}`],
    ),
    ...faultsIn(event, { ...shape, attributes: listed }, ''),
  ]
}

function faultsIn(
  value: Readonly<Record<string, unknown>>,
  { attributes, constraints }: Shape,
  path: string,
): readonly string[] {
  const missing = Object.entries(attributes).flatMap(([name, { requirement }]) =>
    requirement === 'required' && value[name] === undefined ? [`${path}${name} is missing`] : [],
  )
  const { at_least_one: some = [], just_one: one = [] } = constraints
  const has = (names: readonly string[]) => names.filter((name) => value[name] !== undefined).length
  return [
    ...missing,
    ...(some.length > 0 && has(some) === 0 ? [`${path} has none of ${some.join(', ')}`] : []),
    ...(one.length > 0 && has(one) !== 1 ? [`${path} has not one of ${one.join(', ')}`] : []),
    ...Object.entries(value).flatMap(([name, it]) => {
      const attribute = attributes[name]
      return attribute ? checkEach(it, attribute, `${path}${name}`) : [`${path}${name} is unknown`]
    }),
  ]
}

function checkEach(value: unknown, attribute: Attribute, path: string): readonly string[] {
  if (attribute.is_array !== true) return check(value, attribute, path)
  if (!Array.isArray(value)) return [`${path} is no array`]
  return value.flatMap((one: unknown, at) => check(one, attribute, `${path}[${at}]`))
}

function check(value: unknown, attribute: Attribute, path: string): readonly string[] {
  const { type = '', enum: listed = {} } = attribute
  const primitive = dictionary.types.attributes[type]
  if (primitive === undefined) {
    if (!isObject(value)) return [`${path} is no object`]
    if (type === 'object') return []
    const shape = shapeOf(read(`objects/${type}.json`), (name) => `objects/${name}.json`)
    return faultsIn(value, shape, `${path}.`)
  }
  const base = primitive.type ?? type
  const isRight =
    base === 'string_t'
      ? typeof value === 'string' && value !== ''
      : base === 'boolean_t'
        ? typeof value === 'boolean'
        : Number.isSafeInteger(value)
  if (!isRight) return [`${path} is no ${type}`]
  return Object.keys(listed).length > 0 && !Object.hasOwn(listed, String(value))
    ? [`${path} may not be ${String(value)}`]
    : []
}
