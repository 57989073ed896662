import { getTableColumns, getTableName, is } from 'drizzle-orm'
import { PgTable } from 'drizzle-orm/pg-core'

import { ACTION } from './inventory/action.ts'
import { ALERTS } from './inventory/alerts.ts'
import { BASELINE } from './inventory/baseline.ts'
import { CHAT } from './inventory/chat.ts'
import { COLLECT } from './inventory/collect.ts'
import { DELIVERY } from './inventory/delivery.ts'
import { DERIVED, LIVE, TRUTH } from './inventory/derived.ts'
import { FORECAST } from './inventory/forecast.ts'
import type { Class, InventoryOf, Retention, Whose } from './inventory/inventory.ts'
import { NOTE } from './inventory/note.ts'
import { PEOPLE } from './inventory/people.ts'
import { PERSON_BUDGET } from './inventory/person-budget.ts'
import { QUARTILE } from './inventory/quartile.ts'
import { SAVED } from './inventory/saved.ts'
import { SIEM } from './inventory/siem.ts'
import { SIGNALS } from './inventory/signals.ts'
import { TEAMS } from './inventory/teams.ts'
import { TRUST_ACCESS } from './inventory/trust-access.ts'
import { TRUST_AUDIT } from './inventory/trust-audit.ts'
import { TRUST_CELLS } from './inventory/trust-cells.ts'
import { TRUST_KEYS } from './inventory/trust-keys.ts'
import { TRUST_NAMES } from './inventory/trust-names.ts'
import { TRUST_POLICY } from './inventory/trust-policy.ts'
import { TRUST_PRIVACY } from './inventory/trust-privacy.ts'
import { USAGE } from './inventory/usage.ts'
import { VINTAGE } from './inventory/vintage.ts'
import * as schema from './schema/index.ts'

/** Every table there is: one that is added without an entry does not compile. */
const TABLES: InventoryOf<typeof schema> = {
  ...PEOPLE,
  ...USAGE,
  ...DERIVED,
  ...CHAT,
  ...COLLECT,
  ...TRUTH,
  ...LIVE,
  ...TEAMS,
  ...ACTION,
  ...NOTE,
  ...BASELINE,
  ...QUARTILE,
  ...VINTAGE,
  ...FORECAST,
  ...DELIVERY,
  ...TRUST_ACCESS,
  ...TRUST_AUDIT,
  ...TRUST_KEYS,
  ...TRUST_NAMES,
  ...TRUST_POLICY,
  ...TRUST_PRIVACY,
  ...TRUST_CELLS,
  ...SAVED,
  ...SIEM,
  ...ALERTS,
  ...SIGNALS,
  ...PERSON_BUDGET,
}

export type ColumnFacts = {
  readonly table: string
  readonly column: string
  readonly sqlType: string
  readonly class: Class
  readonly whose: Whose
  readonly kept: Retention
}

const PLAIN: Readonly<Record<string, Class>> = {
  PgDateString: 'time',
  PgTimestampString: 'time',
  PgBoolean: 'enum',
}

type Loose = {
  readonly whose: Whose
  readonly kept: Retention
  readonly columns: Readonly<Record<string, Class | readonly [Class, Whose]>>
}

/** Every column of every table, by the names they have in SQL. */
export function inventory(): readonly ColumnFacts[] {
  return Object.entries(schema).flatMap(([name, table]) => {
    if (!is(table, PgTable)) return []
    const entry: Loose = TABLES[name as keyof typeof TABLES]
    return Object.entries(getTableColumns(table)).map(([key, column]): ColumnFacts => {
      const given = entry.columns[key]
      const declared = typeof given === 'string' ? ([given, entry.whose] as const) : given
      const byType = PLAIN[column.columnType] ?? (key === 'tenantId' ? 'id' : undefined)
      const [kind, whose] = declared ?? [byType, key === 'tenantId' ? 'none' : entry.whose]
      if (kind === undefined) throw new Error(`${name}.${key} is not in the inventory`)
      return {
        table: getTableName(table),
        column: column.name,
        sqlType: column.getSQLType(),
        class: kind,
        whose,
        kept: entry.kept,
      }
    })
  })
}
