import { EVERYONE, type Fault, LEVELS, PERSONS, RATIOS } from './mutation-made.ts'
import { ACTIVATION, QUARTILES } from './mutation-seats.ts'

const BETWEEN = String.raw`f\.day between (\$\d+)::date and (\$\d+)::date`
const BOTH = new RegExp(String.raw`\(${BETWEEN}\s+or ${BETWEEN}\)`, 'g')
const FACTS = /from usage_daily f/

const days: readonly Fault[] = [
  {
    name: 'the first day is lost',
    of: BOTH,
    by: '((f.day > $1::date and f.day <= $2::date) or f.day between $3::date and $4::date)',
  },
  {
    name: 'the last day is lost',
    of: BOTH,
    by: '((f.day >= $1::date and f.day < $2::date) or f.day between $3::date and $4::date)',
  },
  {
    name: 'the first day before is lost',
    of: BOTH,
    by: '(f.day between $1::date and $2::date or (f.day > $3::date and f.day <= $4::date))',
  },
  {
    name: 'the last day before is lost',
    of: BOTH,
    by: '(f.day between $1::date and $2::date or (f.day >= $3::date and f.day < $4::date))',
  },
  { name: 'use counts a day late', of: /k\.day = f\.day/g, by: 'k.day = f.day + 1' },
  {
    name: 'a day of one tool is known for all',
    of: /k\.tool = f\.tool_id and k\.day = f\.day/g,
    by: 'k.day = f.day',
  },
  { name: 'unknown days count in sums', of: /filter \(where k\.known/g, by: 'filter (where true' },
  { name: 'people of unknown days count', of: /(k\.day = f\.day) and k\.known/g, by: '$1' },
  {
    name: 'a day that one source covers in part is known',
    of: /bool_or\(activity\) as activity/g,
    by: 'true as activity',
  },
  {
    name: 'days with use alone are no days',
    of: /from present p full join covered c/g,
    by: 'from present p right join covered c',
  },
  {
    name: 'days without use are no days',
    of: /from present p full join covered c/g,
    by: 'from present p left join covered c',
  },
  { name: 'data reaches to today', of: /(tool_id = t\.id and day) < /g, by: '$1 <= ' },
]

const money: readonly Fault[] = [
  { name: 'a bill and estimates are added', of: /k\.known and not k\.billed/g, by: 'k.known' },
  {
    name: 'estimates stay beside no bill',
    of: /k\.known and not k\.billed/g,
    by: 'k.known and k.billed',
  },
  {
    name: 'a bill counts on days it does not cover',
    of: /k\.known and k\.billed/g,
    by: 'k.known and not k.billed',
  },
  {
    name: 'any use makes a billed day',
    of: /cost_billed_micros is not null as billed/g,
    by: 'true as billed',
  },
  {
    name: 'a bill of nothing is no bill',
    of: /cost_billed_micros is not null as billed/g,
    by: 'coalesce(cost_billed_micros, 0) <> 0 as billed',
  },
  {
    name: 'credits are estimates twice',
    of: /"?f"?\."?cost_credits_micros"?/g,
    by: 'f.cost_estimated_micros',
  },
  {
    name: 'what is unpriced is forgotten',
    of: /sum\(f\."unpriced_tokens"\)/g,
    by: 'sum(f."unpriced_tokens" * 0)',
  },
]

const people: readonly Fault[] = [
  { name: 'distinct people are summed', of: /count\(distinct person\)/g, by: 'count(person)' },
  { name: 'a person counts once a row', of: /select distinct (k\.side)/g, by: 'select $1' },
  {
    name: 'bits are added, not joined',
    of: /bit_count\(bit_or\(bits\)\)::int/g,
    by: 'sum(bit_count(bits))::int',
  },
  {
    name: 'who was not active counts',
    of: /f\.active and f\.person_id <> 0/g,
    by: 'f.person_id <> 0',
  },
  { name: 'nobody is a person', of: /f\.active and f\.person_id <> 0/g, by: 'f.active' },
  {
    name: 'people of departments themselves are lost',
    of: /level = 1 union all select 0/g,
    by: 'level = 0 union all select 0',
  },
  { name: 'people of no unit are lost', of: /level = 1 union all select 0/g, by: 'level = 1' },
  {
    name: "today's membership",
    of: /f\.unit_id as key/g,
    by: '(select z.unit_id from usage_daily z where z.person_id = f.person_id order by z.day desc, z.account_id limit 1) as key',
    where: FACTS,
  },
  {
    name: 'a unit of two levels down is its own department',
    of: /coalesce\(o\.department_id, 0\)/g,
    by: 'coalesce(o.unit_id, 0)',
  },
  {
    name: 'members of a group stay for ever',
    of: /f\.day between g\.valid_from and g\.valid_to/g,
    by: 'f.day >= g.valid_from',
  },
  {
    name: 'members of a group were always',
    of: /f\.day between g\.valid_from and g\.valid_to/g,
    by: 'f.day <= g.valid_to',
  },
  {
    name: 'the last day in a group is lost',
    of: /f\.day between g\.valid_from and g\.valid_to/g,
    by: 'f.day >= g.valid_from and f.day < g.valid_to',
  },
  {
    name: 'any group will do',
    of: /and group_name = any\((\$\d+)::text\[\]\)/g,
    by: 'and cardinality($1::text[]) > 0',
  },
]

const other: readonly Fault[] = [
  {
    name: 'who never told it can, if all rows did',
    of: /bool_or\((\w+) is not null\) as messages/g,
    by: 'bool_and($1 is not null) as messages',
  },
  {
    name: 'a model is any whose id is near',
    of: /f\.model_id = any\((\$\d+)::int\[\]\)/g,
    by: '(f.model_id = any($1::int[]) or f.model_id = 0)',
  },
  {
    name: 'what has no feature is of any',
    of: /f\.feature_id = any\((\$\d+)::int\[\]\)/g,
    by: '(f.feature_id = any($1::int[]) or f.feature_id = 0)',
  },
  {
    name: 'a team is without the rest of the filter',
    of: /f\.unit_id = any\((\$\d+)::int\[\]\) and f\.tool_id/g,
    by: 'cardinality($1::int[]) > 0 and f.tool_id',
  },
  {
    name: 'groups are not cut by side',
    of: /\(k\.side, k\.tool, f\.key, f\.also\)/g,
    by: '(k.side, k.bucket, k.tool, f.key, f.also)',
  },
]

export const FAULTS: readonly Fault[] = [
  ...days,
  ...money,
  ...people,
  ...RATIOS,
  ...LEVELS,
  ...PERSONS,
  ...EVERYONE,
  ...QUARTILES,
  ...ACTIVATION,
  ...other,
]
