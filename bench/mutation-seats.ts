import type { Fault } from './mutation-made.ts'

/** In whose seats are taken up. */
export const ACTIVATION: readonly Fault[] = [
  {
    name: 'a seat given anew is new',
    of: /min\(valid_from\) as began/g,
    by: 'max(valid_from) as began',
  },
  {
    name: 'a seat is whose it was when it was given',
    of: /s\.valid_from \+ (\$\d+::int) between a\./g,
    by: 's.valid_from + 0 * $1 between a.',
  },
  {
    name: 'a holder sits where they sat when the seat was given',
    of: /n\.began \+ (\$\d+::int) between m\./g,
    by: 'n.began + 0 * $1 between m.',
  },
  {
    name: 'use after the 30 days takes a seat up',
    of: /coalesce\(u\.first <= f\.day, false\)/g,
    by: 'u.first is not null',
  },
  { name: 'the 30th day is too late', of: /u\.first <= f\.day/g, by: 'u.first < f.day' },
  {
    name: 'use before the seat takes it up',
    of: /x\.active and x\.day >= f\.began/g,
    by: 'x.active',
  },
  {
    name: 'passive use takes a seat up',
    of: /x\.active and x\.day >= f\.began/g,
    by: 'x.day >= f.began',
  },
  {
    name: 'use of any tool takes a seat up',
    of: /x\.tool_id = f\.tool_id and x\.active/g,
    by: 'x.active',
  },
  { name: 'seats of no known person are idle', of: /x\.account_id = -f\.holder/g, by: 'false' },
  {
    name: 'months that are hardly known count',
    of: /(\$\d+::int) <= \(select count\(distinct k\.day\)/g,
    by: '0 * $1 <= (select count(distinct k.day)',
  },
  {
    name: 'a day of one source in part is known of seats',
    of: /and k\.tool_id = f\.tool_id and k\.activity/g,
    by: 'and k.tool_id = f.tool_id',
  },
]

/** In levels by limits. */
export const QUARTILES: readonly Fault[] = [
  {
    name: 'the first limits stay for ever',
    of: /order by tool_id, limit_id desc/g,
    by: 'order by tool_id, limit_id',
  },
  {
    name: 'quartiles of three weeks',
    of: /interval '21 days'/g,
    by: "interval '14 days'",
    where: /quartile/,
  },
  {
    name: 'quartiles are of all tools together',
    of: /partition by person_id, tool_id order/g,
    by: 'partition by person_id order',
  },
  { name: 'at a limit is below it', of: />= i\.(light|moderate|heavy) \*/g, by: '> i.$1 *' },
  {
    name: 'quartiles of tools of which too little is known',
    of: /\(q\.week - i\.known\) \/ 7 \+ 1 < \d+ then 0/g,
    by: 'false then 0',
  },
  {
    name: 'limits of another tool',
    of: /on i\.tool_id = f\.tool_id/g,
    by: 'on i.tool_id <> f.tool_id',
  },
  {
    name: 'messages of four weeks are those of one',
    of: /actions >= i\.(light|moderate|heavy) \* \d+/g,
    by: 'actions >= i.$1',
  },
  {
    name: 'an active day is no action of a quartile',
    of: /greatest\(coalesce\(messages, 0\), active::int\)/g,
    by: 'coalesce(messages, 0)',
    where: /quartile/,
  },
]
