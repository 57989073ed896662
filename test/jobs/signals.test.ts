import { describe, expect, test } from 'vitest'

import type { Viewer } from '#core/access/access.ts'
import type { Measured } from '#core/metric/metric.ts'
import { DEFAULT_POLICY } from '#core/policy/policy.ts'
import { decideAnswers } from '#core/signals/decide-answers.ts'
import { decideWeek } from '#core/signals/decide-week.ts'
import type { SignalCell, SignalId, UsageLevel } from '#core/signals/panel.ts'
import { SIGNAL_IDS } from '#core/signals/words.ts'
import { addDays, day } from '#core/time/day.ts'
import { csvFile } from '#csv/csv-file.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { exportCsv } from '#jobs/export-csv.ts'
import { plain } from '#test/core/message/plain.ts'
import { asks, member, memoryHouse } from '#test/support/house.ts'
import { textOf } from '#test/support/made-file.ts'

/** The last whole week before 21 Nov 2026 begins here. */
const LAST = day('2026-11-09')
const SINCE = addDays(LAST, -7 * 13)
const TEAMS = Array.from({ length: 12 }, (_, n) => `Eng/T${String(n + 1).padStart(2, '0')}`)

/** Everyone of a cell does about as much; squares say that they differ by one. */
function cells(
  unit: string,
  level: UsageLevel,
  people: number,
  means: Partial<Record<SignalId, number>>,
): readonly SignalCell[] {
  return Array.from({ length: 26 }, (_, back) => ({
    unit,
    level,
    cohort: null,
    week: addDays(LAST, -7 * back),
    people,
    signals: Object.fromEntries(
      Object.entries(means).map(([signal, mean]) => [
        signal,
        { people, sum: people * mean, squares: people * (mean * mean + 1) },
      ]),
    ),
  }))
}

const COMPANY = [
  ...TEAMS.flatMap((unit, n) => [
    ...cells(unit, 'habitual', 6, { prs_merged: 3 + n / 100, focus_hours: 14 }),
    ...cells(unit, 'none', 6, { prs_merged: 2, focus_hours: 14 + n / 10 }),
  ]),
  ...cells('Sales', 'none', 7, { focus_hours: 9 }),
  ...cells('Sales', 'habitual', 5, { focus_hours: 9 }),
  ...cells('Legal', 'none', 3, { focus_hours: 20 }),
]

/** What is told of the cells when each week is decided on by itself. */
function house(given: readonly SignalCell[] = COMPANY) {
  const told = Array.from(
    Map.groupBy(given, ({ week }) => week),
    ([week, own]) => SIGNAL_IDS.flatMap((signal) => decideWeek(own, { week, signal, floor: 5 })),
  ).flat()
  const deciding = { since: SINCE, through: LAST, floor: 5, signals: new Set(SIGNAL_IDS) }
  const answers = decideAnswers({ cells: given, traits: [] }, deciding)
  return {
    ...memoryHouse(),
    signals: {
      told: ({ from, to }: { readonly from: string; readonly to: string }) =>
        Promise.resolve(told.filter(({ week }) => week >= from && week <= to)),
      answers: () => Promise.resolve(answers),
    },
  }
}

const exact = member({ admin: true, person: true })

/** Its weeks are decided on once for all tests, as they are for all answers. */
const company = house()

const NOTHING: Measured = {
  measurements: [],
  dataThrough: null,
  tools: [],
  headcount: null,
  empty: false,
}
const digests = {
  unitSizes: () => Promise.resolve(new Map<string, readonly number[]>()),
  seatUse: () => Promise.resolve([]),
  governance: () => Promise.resolve([]),
  assets: () => Promise.resolve([]),
}

type There = { readonly given?: readonly SignalCell[]; readonly place?: string }

async function ask(text: string, viewer: Viewer = exact, { given, place }: There = {}) {
  const memory = memoryHouse({ measured: NOTHING })
  const { signals } = given ? house(given) : company
  const asked = { ...memory, published: memory.usage, digests, signals }
  const answer = await answerCommand(asked)({ ...asks(text, viewer), ...(place && { place }) })
  return { answer, said: plain(answer.message), row: asked.rows[0] }
}

describe('signals', () => {
  test('tells how work goes where AI is used, with intervals, people and what could explain it', async () => {
    const { answer, said, row } = await ask('signals 14w')
    expect(said).toMatchInlineSnapshot(`
      "AI use and work · 10 Aug – 15 Nov 2026
      Of 2 questions that could be answered, none shows a difference that is told from chance and from how it was before.
      [intervals] No difference is told from chance and from how it was before / Where AI is used, against where it is not / AI Usage · 10 Aug – 15 Nov 2026 · 95% intervals, each of one number alone · an association, not a cause
      [alt] No difference is told from chance and from how it was before. Interval plot: Where AI is used, against where it is not, in standard deviations of people of one team. PRs merged, most weeks v colleagues +0.89 (+0.87 to +0.91); Focus hours, most weeks v colleagues −0.47 (−0.67 to −0.26). AI Usage · 10 Aug – 15 Nov 2026 · 95% intervals, each of one number alone · an association, not a cause.
      | Question | Difference | 95% interval | Effect size | People | It says |
      | PRs merged, most weeks v colleagues | +1.1 | +1.0 to +1.1 | 0.89 SD | 72 v 72 | before not known |
      | Focus hours, most weeks v colleagues | −0.5 | −0.7 to −0.3 | -0.47 SD | 77 v 79 | before not known |
      (before not known: Too little is known of the weeks before to say that it was not so then.)
      **Association, not cause.** Not ruled out: the work they were given, that much work leads to much use, who they are, what else changed at the time, how work is split and counted, effects on colleagues and who came and left.
      (10 of 12 questions settled beforehand could not be answered. No source reports it. Too few people on one of the two sides.)
      (Questions are answered once in 14 weeks; these of 10 Aug – 15 Nov 2026.)
      | AI use | People | PRs merged | Focus hours |
      | Most weeks | 77 | 3.1 | 13.7 |
      | Fewer or no weeks | 82 | 2.0 | 14.3 |
      | Team | People | PRs merged | Focus hours |
      | Eng | 144 | 2.5 | 14.3 |
      | Other teams | 15 | – | 11.2 |
      (Means of what each person’s week was, over 14 weeks; a dash is not known, or of too few. Levels are Viva’s segments over 12 weeks. Each week was told once, when it had settled: no number, nor any that can be taken from them, is of fewer than 5 people.)
      [26 weeks] [Eng] [CSV]"
    `)
    expect(answer.outcome).toBe('answered')
    expect(row).toMatchObject({ action: 'ask', command: 'signals 14w' })
  })

  test('what is claimed comes first, in the sentence and in the picture', async () => {
    // Who uses it had as much focus time as the others before they began, and has more since.
    const began = day('2026-08-10')
    const before = (cell: SignalCell) => cell.week < began
    const given = TEAMS.flatMap((unit, n) => {
      const lift = (cell: SignalCell): SignalCell => ({ ...cell, cohort: began })
      const prs_merged = 2 + n / 50
      const focus = 14 + n / 10
      const team = (level: UsageLevel, focus_hours: number) =>
        cells(unit, level, 6, { prs_merged, focus_hours })
      const users = team('habitual', focus + 2 + (n % 4) / 10)
      const then = team('none', focus + ((n % 3) - 1) / 20)
      const others = team('none', focus)
      const both = then.filter(before).map(lift)
      return [...users.filter((cell) => !before(cell)).map(lift), ...both, ...others]
    })
    const { answer, said } = await ask('signals 14w', exact, { given })
    expect(answer.message.summary).toMatch(/have 2\.15 more hours of focus time/)
    expect(said).toMatch(/\[intervals\] \d differences? of \d+ told from chance/)
    expect(said).toContain('whether it comes from it is not known')
    expect(said).toContain('Not ruled out:')
  })

  test('where no question can be answered, the levels stand side by side, and it says why', async () => {
    const { said } = await ask('signals team:Eng/T03 14w')
    expect(said).toContain(
      '“Most weeks” (6 people) 3.0 pull requests merged, “Fewer or no weeks” (6 people) 2.0: an association, not a cause.',
    )
    expect(said).toContain('The settled questions are answered of the company, and of departments')
  })

  test('who is in a team too small to be told of is told the nearest larger one', async () => {
    const { answer, said, row } = await ask('signals team:Legal 14w')
    expect(answer.outcome).toBe('refused')
    expect(said).toContain('Fewer than 5 people would stand behind a number')
    expect(said).toContain('`signals 14w`')
    expect(said).not.toContain('20')
    expect(row?.detail['reason']).toBe('small')
  })

  test('a lead is not sent to the company, which they may not ask about', async () => {
    const lead = await ask('signals team:Eng 14w', member({ leads: ['Eng'] }))
    expect([lead.said, (await ask('signals team:Eng 14w')).said]).toEqual([
      expect.not.stringContaining('[Whole company]'),
      expect.stringContaining('[Whole company]'),
    ])
  })

  test('a lead whose unit is too small is not sent to one that is not theirs', async () => {
    const { answer, said } = await ask('signals team:Legal 14w', member({ leads: ['Legal'] }))
    expect(answer.outcome).toBe('refused')
    expect(said).toContain('nothing is told of so few')
    expect(said).not.toContain('larger unit')
  })

  test('the smallest told team hides the one that is not', async () => {
    // Sales alone would leave Legal as what is missing of the sum.
    expect((await ask('signals team:Sales 14w')).answer.outcome).toBe('refused')
    const { said } = await ask('signals 14w')
    expect(said).toContain('| Other teams | 15 | – | 11.2 |')
  })

  test('a policy with a higher floor holds here too', async () => {
    const policy = { ...DEFAULT_POLICY, floor: 13 }
    const policyInForce = () => Promise.resolve({ version: 1, hash: 'h', policy })
    const answer = await answerCommand({ ...house(), policyInForce })(
      asks('signals team:Eng/T01 14w', exact),
    )
    expect(answer.outcome).toBe('refused')
  })

  test('nothing collected is no zero: it says where signals come from', async () => {
    const { said, answer } = await ask('signals 14w', exact, { given: [] })
    expect(answer.outcome).toBe('answered')
    expect(said).toContain('Nothing is known of how work went')
  })

  test('days without a whole week are a mistake that can be mended', async () => {
    const { answer, said } = await ask('signals 3d')
    expect(answer.outcome).toBe('misread')
    expect(said).toContain('signals 14w')
  })
})

describe('who may ask', () => {
  test.each([
    ['an admin with the person permission', exact, 'signals 14w', 'answered'],
    ['an admin without it', member({ admin: true, person: false }), 'signals 14w', 'answered'],
    ['an analyst', member({ roles: ['analyst'] }), 'signals 14w', 'answered'],
    ['a lead, of their unit', member({ leads: ['Eng'] }), 'signals team:Eng 14w', 'answered'],
    ['a lead, of a team of it', member({ leads: ['Eng'] }), 'signals team:Eng/T03 14w', 'answered'],
    ['a lead, of the company', member({ leads: ['Eng'] }), 'signals 14w', 'refused'],
    ['a lead, of another unit', member({ leads: ['Sales'] }), 'signals team:Eng 14w', 'refused'],
    ['somebody without a role', member(), 'signals 14w', 'refused'],
    ['the security role', member({ roles: ['security'] }), 'signals 14w', 'refused'],
  ] as const)('%s: %s', async (_, viewer, text, outcome) => {
    expect((await ask(text, viewer)).answer.outcome).toBe(outcome)
  })
})

describe('the digest', () => {
  test('has how work goes for who may ask for it, and says so to others', async () => {
    const analyst = await ask('digest work', member({ roles: ['analyst'] }))
    expect(analyst.said).toContain('“Most weeks” (77 people) 3.1 pull requests merged')
    const other = await ask('digest work', member())
    expect(other.said).toContain('is shown to analysts and admins')
    expect(other.said).not.toContain('pull requests merged')
  })

  const lead = member({ leads: ['Eng', 'Sales', 'Legal'] })

  test('of a team has how work goes there, for who may ask for it', async () => {
    const { said } = await ask('digest work team:Eng', lead)
    expect(said).toContain('“Most weeks” (72 people) 3.1 pull requests merged')
    expect(said).not.toContain('77')
    const none = await ask('digest began team:Eng/T03', lead)
    expect(none.said).toContain('Before and after is told of the company, and of departments')
    const others = await ask('digest work team:Eng', member({ leads: ['Sales'] }))
    expect(others.answer.outcome).toBe('refused')
    const company = await ask('digest work', lead)
    expect(company.said).not.toContain('pull requests merged')
  })

  test.each(['Legal', 'Sales'])(
    'of %s, which is too small or hides one that is, says so',
    async (team) => {
      for (const view of ['work', 'began']) {
        const { said } = await ask(`digest ${view} team:${team}`, lead)
        expect(said).toContain('Fewer than 5 people would stand behind a number')
        expect(said).not.toContain('14 weeks')
      }
    },
  )

  test('tells it in a channel of a team alone', async () => {
    const there = { place: 'slack:private-channel/C1' }
    const asked = ['digest work team:Eng', 'digest work'].map((text) => ask(text, lead, there))
    const told = (await Promise.all(asked)).map(({ said }) => said.includes('pull requests merged'))
    expect(told).toEqual([true, false])
  })
})

test('the CSV has team-weeks above the floor, and no other', async () => {
  const asked = house()
  const given = await exportCsv({ ...asked, csvFile })(asks('signals 14w', exact))
  if (!('file' in given)) throw new Error('refused')
  const [head, ...lines] = (await textOf(given.file)).trim().split(/\r?\n/)
  expect(given.name).toBe('ai-usage-signals-2026-08-10-to-2026-11-15.csv')
  expect(head).toContain('team,week,ai_use,signal,people,mean')
  expect(lines).toContain('Eng/T03,2026-11-09,Most weeks,prs_merged,6,3.02')
  expect(lines.filter((line) => /^(Legal|Sales),/.test(line))).toEqual([])
  // The company and Eng, twelve teams, each with two signals, whole and by two levels, fourteen weeks.
  expect(lines).toHaveLength(14 * 2 * 3 * (1 + 1 + 12))
  expect(asked.rows[0]).toMatchObject({ action: 'csv', detail: { rows: lines.length } })
})
