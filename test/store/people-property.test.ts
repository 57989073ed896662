import { sql } from 'drizzle-orm'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Decided } from '#books.ts'
import { UserError } from '#core/errors.ts'
import { addDays, type Day, day } from '#core/time/day.ts'
import { people } from '#store/people.ts'
import { rows } from '#store/rows.ts'
import type { Store } from '#store/store.ts'
import { member, pseudonym } from '#test/support/events.ts'
import { stores } from '#test/support/store.ts'

import { asSnapshot, AT, pullDays, pullNow, report } from './collects.ts'

const NAMES = ['ann', 'bob', 'cara'] as const
type Name = (typeof NAMES)[number]
const START = day('2026-11-01')
const DAYS = [1, 2, 3, 4, 5] as const
const on = (n: number): Day => addDays(START, n)
/** Use lies on days 1 to 5; 0 and 6 stand for all days before and after. */
const EVER = [0, ...DAYS, 6] as const
const messages = (name: Name, n: number) => (NAMES.indexOf(name) + 1) * 10 ** (n - 1)

const name = fc.constantFrom(...NAMES)
const two = fc.uniqueArray(name, { minLength: 2, maxLength: 2 })
const edge = fc.option(fc.constantFrom(...DAYS), { nil: undefined, freq: 2 })
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('join' as const), two, from: edge, to: edge }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('split' as const), two }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('undo' as const), nth: fc.nat(9) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Logins that a vendor verified: from a login to its owner. */
const vendor = fc
  .array(two, { maxLength: 3 })
  .map((pairs) => new Map(pairs.map(([account, alias]) => [alias, account] as [Name, Name])))
  .filter((map) => [...map].every(([alias, account]) => map.get(account) !== alias))
type Vendor = ReadonlyMap<Name, Name>

/** What vendors say leads round: one more join in it changes nothing. */
const RING: [vendor: Map<Name, Name>, steps: Step[]] = [
  new Map([
    ['cara', 'ann'],
    ['ann', 'bob'],
    ['bob', 'cara'],
  ]),
  [{ kind: 'join', two: ['ann', 'cara'], from: undefined, to: undefined }],
]

type Decision = {
  readonly link: number
  readonly kind: 'join' | 'split'
  readonly account: Name
  readonly alias: Name
  readonly from: number
  readonly to: number
}

/** Who is who, the slow and obvious way. */
function model(vendor: Vendor, decisions: readonly Decision[]) {
  const samePair = (one: Decision, other: Pick<Decision, 'account' | 'alias'>) =>
    [one.account, one.alias].toSorted().join() === [other.account, other.alias].toSorted().join()
  const holds = ({ kind, from, to }: Decision, n: number) =>
    kind === 'split' || (from <= n && n <= to)
  const byHand = (login: Name, n: number): Name | undefined =>
    decisions
      .filter(
        (one) =>
          one.kind === 'join' &&
          one.alias === login &&
          holds(one, n) &&
          !decisions.some(
            (newer) => newer.link > one.link && samePair(newer, one) && holds(newer, n),
          ),
      )
      .toSorted((a, b) => b.link - a.link)[0]?.account
  const next = (login: Name, n: number): Name | undefined => {
    const owner = byHand(login, n)
    if (owner !== undefined) return owner
    const said = vendor.get(login)
    if (said === undefined) return undefined
    const pair = { account: said, alias: login }
    const split = decisions.some((one) => one.kind === 'split' && samePair(one, pair))
    const turned = EVER.some((at) => byHand(said, at) === login)
    return split || turned ? undefined : said
  }
  const person = (login: Name, n: number): Name => {
    const path = [login]
    for (;;) {
      const owner = next(path.at(-1) ?? login, n)
      if (owner === undefined) return path.at(-1) ?? login
      if (path.includes(owner)) return login
      path.push(owner)
    }
  }
  return person
}
type Person = ReturnType<typeof model>

const mapping = (person: Person) =>
  JSON.stringify(EVER.map((n) => NAMES.map((login) => person(login, n))))

function expected(person: Person): string[] {
  return DAYS.flatMap((n) => {
    const units = new Map<string, number>()
    for (const login of NAMES) {
      const unit = `of ${person(login, n)}`
      units.set(unit, (units.get(unit) ?? 0) + messages(login, n))
    }
    const active = new Set(NAMES.map((login) => person(login, n))).size
    return [...units].map(([unit, sum]) => `${on(n)} ${unit} ${sum} of ${active}`)
  }).toSorted()
}

async function stored(store: Store): Promise<string[]> {
  const found = await rows<{ line: string }>(
    store.db,
    'rollups',
    sql`select concat_ws(' ', r.day, coalesce(u.path, '-'), r.messages, 'of', (
        select count(distinct person_id) from usage_daily d where d.day = r.day)) as line
      from rollup_unit_day r left join org_unit u using (unit_id)`,
  )
  return found.map(({ line }) => line).toSorted()
}

async function started(open: () => Promise<Store>, vendor: Vendor): Promise<Store> {
  const store = await open()
  await pullDays(
    store,
    [on(1), on(5)],
    [
      {
        reports: DAYS.flatMap((n) =>
          NAMES.map((who) => report(on(n), who, { messages: messages(who, n) })),
        ),
      },
    ],
  )
  const logins = [...vendor].map(([alias, account]) => ({
    account: pseudonym(account),
    alias: pseudonym(alias),
    sure: 'verified' as const,
  }))
  await pullNow(store, [{ logins }], { stream: asSnapshot({ source: 'saml', tools: [] }) })
  await pullNow(store, [{ people: NAMES.map((who) => member(who, `of ${who}`)) }], {
    stream: asSnapshot({ source: 'scim', tools: [] }),
  })
  return store
}

describe.each(stores())('in $kind', { timeout: 600_000 }, ({ open }) => {
  test('joins, splits and taking back, in any order, end where counting afresh would', async () => {
    let applied = 0
    await fc.assert(
      fc.asyncProperty(
        vendor,
        fc.array(step, { minLength: 3, maxLength: 8 }),
        async (given, steps) => {
          await using store = await started(open, given)
          expect(await stored(store)).toEqual(expected(model(given, [])))
          let decisions: readonly Decision[] = []
          for (const [nth, step] of steps.entries()) {
            const after = await play(store, step, { given, decisions, at: AT + nth })
            applied += after.length === decisions.length ? 0 : 1
            decisions = after
            expect(await stored(store)).toEqual(expected(model(given, decisions)))
          }
        },
      ),
      { numRuns: 6, examples: [RING] },
    )
    expect(applied).toBeGreaterThan(3)
  })
})

type Played = {
  readonly given: Vendor
  readonly decisions: readonly Decision[]
  readonly at: number
}

/** Plays a step, checks that it is refused exactly where it should be, and returns what stands. */
async function play(
  store: Store,
  step: Step,
  { given, decisions, at }: Played,
): Promise<readonly Decision[]> {
  const who = people(store.db)
  const options = { by: 'test', at, dryRun: false }
  const person = model(given, decisions)
  if (step.kind === 'undo') {
    const gone = decisions[step.nth % Math.max(1, decisions.length)]
    if (!gone) return decisions
    await who.undo(gone.link, options)
    return decisions.filter(({ link }) => link !== gone.link)
  }
  const [account = 'ann', alias = 'bob'] = step.two
  const pair = { account: pseudonym(account), alias: pseudonym(alias) }
  const [from, to] =
    step.kind === 'join'
      ? [Math.min(step.from ?? 0, step.to ?? 6), Math.max(step.from ?? 0, step.to ?? 6)]
      : [0, 6]
  const span = { ...(from > 0 && { from: on(from) }), ...(to < 6 && { to: on(to) }) }
  const run = () =>
    step.kind === 'join' ? who.join({ ...pair, ...span }, options) : who.split(pair, options)
  const news = (link: number): Decision => ({ link, kind: step.kind, account, alias, from, to })
  const after = model(given, [...decisions, news(Infinity)])
  const one = EVER.some((n) => from <= n && n <= to && person(account, n) === person(alias, n))
  const refused = refusal(step, one, mapping(after) === mapping(person))
  const before = await stored(store)
  const preview = await outcome(() =>
    step.kind === 'join'
      ? who.join({ ...pair, ...span }, { ...options, dryRun: true })
      : who.split(pair, { ...options, dryRun: true }),
  )
  expect(await stored(store)).toEqual(before)
  const done = await outcome(run)
  expect([preview, done].map((result) => (typeof result === 'string' ? result : ''))).toEqual([
    refused,
    refused,
  ])
  return typeof done === 'string' ? decisions : [...decisions, news(done.link ?? 0)]
}

function refusal({ kind }: Step, one: boolean, same: boolean): string {
  if (kind === 'join' && one) return 'They are one person already, on some of these days'
  if (!same) return ''
  return kind === 'join'
    ? 'They stay two people: what tools and admins say of their logins leads round in a ring'
    : 'Nothing would change: they are what you say already'
}

/** What was decided, or why it was refused. */
async function outcome(run: () => Promise<Decided>): Promise<Decided | string> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof UserError) return error.message
    throw error
  }
}
