import { sql } from 'drizzle-orm'

import type { RestKind, Side } from '#core/why/side.ts'
import type { Db } from '#db/db.ts'
import type { Question } from '#ports.ts'

import { type Calendar, calendar, type Side as Which } from './calendar.ts'
import { toolDays } from './coverage.ts'
import { partsOf } from './measure-parts.ts'
import { askedRows, calendarRows, namesOf, onItsDay } from './measure-sql.ts'
import { rows } from './rows.ts'

type Row = {
  readonly side: Which
  /** Null for the whole of a side. */
  readonly tool: string | null
  readonly model: string | null
  readonly rest: RestKind | null
  readonly spend: string
  readonly tokens: string
  readonly people: number
}

/**
 * The spend of both periods, as far as it can be taken apart: of all known days, or of those that are
 * known in both.
 */
export async function spendSides(
  db: Db,
  question: Question,
  { paired }: { readonly paired: boolean },
): Promise<{ readonly now: Side; readonly before: Side }> {
  const days = await toolDays(db, question)
  const [part] = partsOf(['spend'], days, () => true)
  const at = calendar(question, part ? days.map(part.day) : [], new Set())
  const found = await rows<Row>(db, 'spend taken apart', apart(question, at, paired))
  const side = (which: Which): Side => {
    const mine = found.filter((row) => row.side === which)
    const whole = mine.filter(({ tool }) => tool === null)
    return {
      people: whole.find(({ rest }) => rest === null)?.people ?? 0,
      cells: mine.flatMap(({ tool, model, rest, spend, tokens }) =>
        tool === null || rest !== null
          ? []
          : [{ tool, model: model ?? '', tokens: exact(tokens), spend: exact(spend) }],
      ),
      rest: Object.fromEntries(
        whole.flatMap(({ rest, spend }) => (rest === null ? [] : [[rest, exact(spend)]])),
      ),
    }
  }
  return { now: side(0), before: side(1) }
}

/** What has no price is no spend. A bill without tokens beside it stands for nothing one could count. */
const apart = (question: Question, { placed }: Calendar, paired: boolean) => sql`
  with k as (${calendarRows(placed)}), used as (
    select k.side, k.billed, f.tool_id, f.model_id, f.person_id,
      case when k.billed then f.cost_billed_micros
        when num_nonnulls(f.cost_estimated_micros, f.cost_credits_micros) > 0
        then coalesce(f.cost_estimated_micros, 0) + coalesce(f.cost_credits_micros, 0)
      end as spend,
      greatest(coalesce(f.input_tokens, 0) + coalesce(f.cache_read_tokens, 0)
        + coalesce(f.cache_write_tokens, 0) + coalesce(f.output_tokens, 0)
        - coalesce(f.unpriced_tokens, 0), 0) as tokens
    ${askedRows(question, 'usage_daily', {
      joined: sql`${onItsDay} and ${paired ? sql`k.paired` : sql`k.known`}`,
    })}
  ), sorted as (
    select *, case
      when billed and (model_id = 0 or tokens = 0) then 'bill'
      when model_id = 0 then 'no-model'
      when tokens = 0 then 'no-tokens'
      when person_id = 0 then 'no-person' end as rest
    from used where spend is not null
  ), summed as (
    select side, tool_id, model_id, rest, sum(spend)::text as spend, sum(tokens)::text as tokens,
      count(distinct person_id)::int as people
    from sorted group by grouping sets ((side, tool_id, model_id, rest), (side, rest))
  )
  select summed.side, t.name as tool, m.name as model, summed.rest, summed.spend, summed.tokens,
    summed.people
  from summed
  left join (${namesOf('tool')}) t on t.id = summed.tool_id
  left join (${namesOf('model')}) m on m.id = summed.model_id
  order by 1, 2, 3, 4`

/** @throws RangeError rather than give a number that is not exact */
function exact(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError('A sum is too large to be exact')
}
