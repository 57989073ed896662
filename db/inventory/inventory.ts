import type { PgTable } from 'drizzle-orm/pg-core'

/** What a column may hold. There is no class for content, an address or a display name in clear. */
export type Class =
  | 'pseudonym'
  | 'keyed hash'
  | 'sealed name'
  | 'id'
  | 'enum'
  | 'published name'
  | 'entry of a log'
  | 'operator text'
  | 'number'
  | 'time'

/** Whom a value is about. Operators are those who ask, set up and approve. */
export type Whose = 'measured person' | 'operator' | 'none'

/** How long rows stay; docs/privacy.md prints the sentences. */
export const RETENTION = {
  facts:
    'AI_USAGE_RETENTION_DAYS after their day, or retention.use of the policy where that is shorter; with neither, until they are deleted',
  undo: 'retention.replaced of the policy (35 days) after the import that replaced them, which can be undone until then',
  roster: 'until the person is forgotten',
  names: 'as long as the store',
  settings: 'until an admin changes them',
  roleGroups: 'until it is read again, a minute, or the group has no role',
  audit: 'as long as the store: a trail has no gaps',
  answers: '7 days',
  claims: '1 day; those for good stay',
  cells: 'as facts, by whole months',
  decisions: 'as long as the store: what was decided once is not decided again',
  basis: '35 days after the month ended, when it can no longer be told again',
  marks: 'until published cells have been looked at again, minutes',
  installed: 'until the app is removed there',
  runs: 'retention.runs of the policy (90 days)',
  budgets:
    'until the person is forgotten, or not seen in a change of key; retention.runs of the policy (90 days) once they are removed or paused',
  inbox: 'until it is stored in its place, seconds',
  sharedNames:
    'until its source no longer lists it as shared with the company, or 35 days after it last could be asked',
  displayNames:
    'until the person is forgotten, is no longer listed or was not seen in a change of key, or the mode is no longer named',
  tombstones: 'as long as the store: without them who was forgotten would come back',
} as const

export type Retention = keyof typeof RETENTION

type Columns<Table extends PgTable> = Table['_']['columns']
type KindOf<Column> = Column extends { readonly _: { readonly columnType: infer Kind } }
  ? Kind
  : never

/** What the type of a column says by itself. */
type Plain = 'PgDateString' | 'PgTimestampString' | 'PgBoolean'

/** A number can't be told from an id by its type, and a text can be anything: both are declared. */
type Allowed<Kind> = Kind extends 'PgText' | 'PgJsonb'
  ? Exclude<Class, 'pseudonym' | 'sealed name' | 'number' | 'time'>
  : Kind extends 'PgCustomColumn'
    ? 'pseudonym' | 'keyed hash' | 'sealed name' | 'id'
    : Kind extends 'PgArray'
      ? 'id' | 'enum' | 'number'
      : 'id' | 'keyed hash' | 'number' | 'enum'

type Spec<Kind> = Allowed<Kind> | readonly [Allowed<Kind>, Whose]

/** Every column but the tenant's and those whose type says it all; a missing one does not compile. */
export type Inventory<Table extends PgTable> = {
  readonly whose: Whose
  readonly kept: Retention
  readonly columns: {
    readonly [
      Name in keyof Columns<Table> as Name extends 'tenantId'
        ? never
        : KindOf<Columns<Table>[Name]> extends Plain
          ? never
          : Name
    ]: Spec<KindOf<Columns<Table>[Name]>>
  }
}

/** One entry per table of a module of the schema. */
export type InventoryOf<Module> = {
  readonly [
    Name in keyof Module as Module[Name] extends PgTable ? Name : never
  ]: Module[Name] extends PgTable ? Inventory<Module[Name]> : never
}
