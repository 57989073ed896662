import type { DayStream } from '#collect.ts'
import { dayOf, startOf } from '#connectors/api/days.ts'
import { type PersonWeeks, personWeeks } from '#connectors/api/person-weeks.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { PULLS, WORK_STREAM } from '#connectors/api/work-stream.ts'
import { addDays } from '#core/time/day.ts'

import { gitlabOf, isPerson, type MergeRequest } from './client.ts'

const HOUR = 3_600_000

export const mergeRequests: DayStream = {
  ...WORK_STREAM,
  tells: PULLS,
  id: 'merge-requests',
  says: 'Merge requests opened and merged, hours to a first comment, and lines, by team and week.',
  source: 'gitlab-merge-requests',
  async *pull(window, call) {
    const gitlab = gitlabOf(call)
    const refused = refusals()
    const weeks = personWeeks(window)
    const span = { from: startOf(window.from), until: startOf(addDays(window.to, 1)) }
    for await (const login of gitlab.members()) weeks.know(login, ['prs_opened', 'prs_merged'])
    for (const [by, add] of [['created', opened] as const, ['merged', merged] as const])
      for await (const request of gitlab.requests(by, span)) {
        if (request) add(request, weeks)
        else refused.add('merge requests', 'is not as GitLab documents it')
      }
    const { person } = call.pseudonyms
    yield {
      signals: weeks
        .all()
        .map(({ who, week, signals }) => ({ account: person(who), week, signals })),
      refused: refused.take(),
    }
  },
}

const authorOf = ({ author }: MergeRequest): string | undefined =>
  author && isPerson(author) ? author.username : undefined

function opened(request: MergeRequest, weeks: PersonWeeks) {
  const who = authorOf(request)
  const day = dayOf(request.createdAt)
  if (who === undefined || day === undefined) return
  weeks.count(who, day, 'prs_opened')
  const times = request.notes.nodes.flatMap((note) => {
    const at = Date.parse(note?.createdAt ?? '')
    const another = note?.author && isPerson(note.author) && note.author.username !== who
    return another && !Number.isNaN(at) ? [at] : []
  })
  const hours = (Math.min(...times) - Date.parse(request.createdAt)) / HOUR
  if (times.length > 0 && hours >= 0) weeks.measure(who, day, { review_hours: hours })
}

function merged(request: MergeRequest, weeks: PersonWeeks) {
  const who = authorOf(request)
  const day = request.mergedAt ? dayOf(request.mergedAt) : undefined
  if (who === undefined || day === undefined) return
  weeks.count(who, day, 'prs_merged')
  const { diffStatsSummary: lines } = request
  if (lines) weeks.measure(who, day, { pr_size: lines.additions + lines.deletions })
}
