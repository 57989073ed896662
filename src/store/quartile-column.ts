import { type SQL, sql } from 'drizzle-orm'

import { quartileId } from '#core/metric/quartile.ts'
import { QUARTILE_WEEKS } from '#core/quartile/limits.ts'

/** Not a parameter: a case of nothing but parameters is text. */
const idOf = (name: Parameters<typeof quartileId>[0]): SQL => sql.raw(String(quartileId(name)))
const OF_WEEKS = sql.raw(String(QUARTILE_WEEKS))

/** The id of the quartile level of what was done, `q`, by limits `i`; 0 where there are none, or too few weeks. */
export const QUARTILE = sql`case
  when i.known is null or q.week is null or (q.week - i.known) / 7 + 1 < ${OF_WEEKS} then 0
  when q.actions = 0 then ${idOf('non-user')}
  when q.actions >= i.heavy * ${OF_WEEKS} then ${idOf('heavy')}
  when q.actions >= i.moderate * ${OF_WEEKS} then ${idOf('moderate')}
  when q.actions >= i.light * ${OF_WEEKS} then ${idOf('light')}
  else ${idOf('minimal')} end`
