/**
 * What people who may not see exact numbers ask, about units of twelve or more. Written before the
 * lattice was measured against it. 500: every unit is asked about in turn, in every form.
 */
export type Asked = { readonly text: string; readonly today: string }

const TEAMS = [
  'Engineering/Platform',
  'Engineering/Web',
  'Engineering/Mobile',
  'Engineering/Data Platform',
  'Engineering/Security',
  'Engineering/QA',
  'Sales/EMEA',
  'Sales/Americas',
  'Sales/APAC',
  'Support/Tier 1',
  'Support/Tier 2',
  'Marketing/Growth',
  'Marketing/Brand',
  'Product/Design',
  'Finance/Accounting',
  'Operations/IT',
]
const DEPARTMENTS = [
  'Engineering',
  'Sales',
  'Support',
  'Marketing',
  'Product',
  'Finance',
  'Operations',
]

/** Thursdays, when the week and the month before have closed. */
const DAYS = ['2026-07-09', '2026-09-10', '2026-10-08', '2026-11-12']

/** How often each is asked: teams by the month, departments by the week, the company by the day. */
const FORMS: readonly {
  readonly of: readonly string[]
  readonly texts: readonly string[]
  readonly count: number
}[] = [
  { of: TEAMS, count: 220, texts: ['last month messages', 'last month sessions'] },
  {
    of: DEPARTMENTS,
    count: 140,
    texts: ['1w messages', '4w messages', '1w sessions', 'last month messages'],
  },
  {
    of: DEPARTMENTS,
    count: 40,
    texts: ['last month messages by:team', 'last month messages by:tool'],
  },
  { of: ['Engineering'], count: 20, texts: ['1w spend', '4w spend', 'last month spend'] },
  {
    of: [''],
    count: 80,
    texts: [
      '1w',
      '4w messages',
      '1w by:tool messages',
      'last month by:department messages',
      'last month spend',
      '1w people',
      '30d messages',
    ],
  },
]

export const QUESTIONS: readonly Asked[] = FORMS.flatMap(({ of, texts, count }) =>
  Array.from({ length: count }, (_, n) => {
    const unit = of[n % of.length] ?? ''
    const turn = Math.floor(n / of.length)
    const text = texts[turn % texts.length] ?? ''
    const today = DAYS[Math.floor(turn / texts.length) % DAYS.length] ?? ''
    return { text: unit === '' ? text : `team:"${unit}" ${text}`, today }
  }),
)
