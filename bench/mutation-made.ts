/** A fault as it would stand in the SQL: the text it takes the place of, wherever that is written. */
export type Fault = {
  readonly name: string
  readonly of: RegExp
  readonly by: string
  /** Only in queries that hold this. */
  readonly where?: RegExp
}

/** In what is made of several columns. */
export const RATIOS: readonly Fault[] = [
  {
    name: 'messages are averaged',
    of: /sum\(f\.messages\) as/g,
    by: 'avg(f.messages)::bigint as',
  },
  {
    name: 'a ratio is of averages',
    of: /sum\((case when num_nulls\(f\.messages, f\.sessions\) = 0 then f\.messages end)\)/g,
    by: 'avg($1)::bigint',
  },
  {
    name: 'a row that tells one number counts in ratios',
    of: /num_nulls\(f\.messages, f\.sessions\) = 0/g,
    by: 'num_nulls(f.messages, f.sessions) < 2',
  },
  {
    name: 'errors over requests nobody counted',
    of: /num_nulls\(f\.errors, f\.requests\) = 0/g,
    by: 'f.requests is not null',
  },
  {
    name: 'cached input is left out of input',
    of: /f\.input_tokens \+ coalesce\(f\.cache_read_tokens, 0\)/g,
    by: 'f.input_tokens',
  },
  {
    name: 'written cache is read cache',
    of: /sum\(f\."cache_write_tokens"\)/g,
    by: 'sum(f."cache_read_tokens")',
    where: /"cache_read_tokens"/,
  },
  {
    name: 'the shortest prompts are lost',
    of: /f\.prompt_histogram\[1\]/g,
    by: 'f.prompt_histogram[2]',
  },
  {
    name: 'sessions of one message are two',
    of: /f\.session_depth_histogram\[1\]/g,
    by: 'f.session_depth_histogram[2]',
  },
  {
    name: 'long sessions begin a bucket late',
    of: /session_depth_histogram\[5:\]/g,
    by: 'session_depth_histogram[6:]',
  },
  {
    name: 'what is of no model is no premium',
    of: /case when f\.model_id <> 0 then f\.sessions end/g,
    by: 'f.sessions',
  },
  {
    name: 'premium for ever',
    of: /\(f\.day between '[^']*' and '[^']*' and (f\.model_id = any)/g,
    by: '(f.model_id <> 0 or $1',
  },
]

export const LEVELS: readonly Fault[] = [
  {
    name: 'levels of the day itself',
    of: /least\(date_trunc\('week', f\.day\)::date/g,
    by: "greatest(date_trunc('week', f.day)::date",
  },
  {
    name: 'the running week is use',
    of: /(filter \(where u\.day < \$\d+::date) and/g,
    by: '$1 + 7 and',
  },
  { name: 'levels of four weeks', of: /interval '77 days'/g, by: "interval '21 days'" },
  { name: 'levels of a week less', of: /\(week - known\) \/ 7 \+ 1/g, by: '(week - known) / 7' },
  {
    name: 'three quarters are a half',
    of: /(active_weeks \* \$\d+ >= weeks \* )(\$\d+)/g,
    by: '$1($2 - 3)',
  },
  {
    name: 'an active day is no action',
    of: /greatest\(coalesce\(messages, 0\), active::int\)/g,
    by: 'coalesce(messages, 0)',
  },
]

/** In what is counted of each person by itself. */
export const PERSONS: readonly Fault[] = [
  { name: 'depth of a single day is as deep', of: / \* least\(e\.days, 3\) \/ 3/g, by: '' },
  { name: 'whoever stopped did not move', of: /coalesce\(l\.level, \d\)/g, by: 'l.level' },
  { name: 'a tool that is half known moves people', of: /(c\.day\)) < case/g, by: '$1 < 0 * case' },
  {
    name: 'whoever is new comes from other models',
    of: /not h\.premium/g,
    by: 'h.premium is not true',
  },
]

/** In whom the directory has. */
export const EVERYONE: readonly Fault[] = [
  {
    name: 'who joined was always there',
    of: /greatest\(f\.valid_from, /g,
    by: 'least(f.valid_from, ',
  },
  { name: 'who left is still there', of: /least\(f\.valid_to, /g, by: 'greatest(f.valid_to, ' },
  {
    name: 'who moved counts twice',
    of: /from mem group by (grouping sets \(\(person_id|key, also, person_id)/g,
    by: 'from mem group by $1, span',
  },
  {
    name: 'people of all units are there',
    of: /and f\.unit_id = any\((\$\d+)::int\[\]\)/g,
    by: 'and cardinality($1::int[]) >= 0',
    where: /from membership f/,
  },
]
