import type { Call, DayStream, PersonWeek, Window } from '#collect.ts'
import { dayOf, startOf } from '#connectors/api/days.ts'
import { personWeeks, type PersonWeeks } from '#connectors/api/person-weeks.ts'
import { type Refusals, refusals } from '#connectors/api/refusals.ts'
import { PULLS, WORK_STREAM } from '#connectors/api/work-stream.ts'
import { addDays } from '#core/time/day.ts'

import { type Github, githubOf, type PullRequest, readPull } from './client.ts'

/** A search gives no more than its first thousand, so a span with more is cut in two. */
const MOST_FOUND = 1000
const SECOND = 1000
const HOUR = 3_600_000

export const pulls: DayStream = {
  ...WORK_STREAM,
  tells: PULLS,
  id: 'pulls',
  says: 'Pull requests opened and merged, hours to a first review, and lines, by team and week.',
  source: 'github-pulls',
  async *pull(window, call) {
    const github = await githubOf(call)
    const refused = refusals()
    const weeks = personWeeks(window)
    for await (const login of membersOf(github)) weeks.know(login, ['prs_opened', 'prs_merged'])
    for await (const pull of found(github, 'created', { window, refused })) opened(pull, weeks)
    for await (const pull of found(github, 'merged', { window, refused })) merged(pull, weeks)
    yield { signals: named(weeks.all(), call), refused: refused.take() }
  },
}

const named = (
  weeks: ReturnType<PersonWeeks['all']>,
  { pseudonyms }: Call,
): readonly PersonWeek[] =>
  weeks.map(({ who, week, signals }) => ({ account: pseudonyms.person(who), week, signals }))

async function* membersOf(github: Github): AsyncGenerator<string> {
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Github['members']>> = await github.members(after)
    yield* page.people
    after = page.next
  } while (after !== null)
}

type Asked = { readonly window: Window; readonly refused: Refusals }

async function* found(
  github: Github,
  by: 'created' | 'merged',
  { window, refused }: Asked,
): AsyncGenerator<PullRequest> {
  const from = Date.parse(startOf(window.from))
  const until = Date.parse(startOf(addDays(window.to, 1)))
  const spans: (readonly [from: number, until: number])[] = [[from, until]]
  for (let span = spans.shift(); span; span = spans.shift()) {
    const [first, end] = span
    const asked = { from: instant(first), to: instant(end - SECOND) }
    let page = await github.search(by, asked, null)
    const middle = first + Math.floor((end - first) / 2 / SECOND) * SECOND
    if (page.issueCount > MOST_FOUND && middle > first) {
      spans.unshift([first, middle], [middle, end])
      continue
    }
    for (;;) {
      for (const value of page.pulls) {
        const pull = readPull(value)
        if (pull) yield pull
        else refused.add('pull requests', 'is not as GitHub documents it')
      }
      if (page.next === null) break
      page = await github.search(by, asked, page.next)
    }
  }
}

const instant = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z')

/** An app or bot is no person; GitHub shows who has left as nobody. */
const personOf = (actor: PullRequest['author']): string | undefined =>
  actor?.kind === 'User' && !actor.login.endsWith('[bot]') ? actor.login : undefined

function opened({ author, createdAt, reviews }: PullRequest, weeks: PersonWeeks) {
  const who = personOf(author)
  const day = dayOf(createdAt)
  if (who === undefined || day === undefined) return
  weeks.count(who, day, 'prs_opened')
  const times = reviews.nodes.flatMap((review) => {
    const reviewer = review && personOf(review.author)
    const at = Date.parse(review?.submittedAt ?? '')
    return reviewer === undefined || reviewer === null || reviewer === who || Number.isNaN(at)
      ? []
      : [at]
  })
  if (times.length === 0) return
  const hours = (Math.min(...times) - Date.parse(createdAt)) / HOUR
  if (hours >= 0) weeks.measure(who, day, { review_hours: hours })
}

function merged({ author, mergedAt, additions, deletions }: PullRequest, weeks: PersonWeeks) {
  const who = personOf(author)
  const day = mergedAt ? dayOf(mergedAt) : undefined
  if (who === undefined || day === undefined) return
  weeks.count(who, day, 'prs_merged')
  weeks.measure(who, day, { pr_size: additions + deletions })
}
