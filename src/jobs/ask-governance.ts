import type { Decision, Viewer } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import type { Ask, GovernanceCommand } from '#core/command/command.ts'
import { fileName } from '#core/command/file-name.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { governanceRows, GOVERNANCE_COLUMNS } from '#core/governance/csv.ts'
import { governanceMessage, MOST_SHOWN } from '#core/governance/message.ts'
import type { GovernanceLine, GovernanceSearch, GovernanceSeen } from '#core/governance/search.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { Period } from '#core/time/period.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'

import { looked } from './looked.ts'
import { absent, ended, type Ended, type Reads } from './outcome.ts'

type Asked = {
  readonly viewer: Viewer
  readonly view: Extract<Decision, { allowed: true }>['view']
  readonly span: ResolvedPeriod
  readonly zone: string
  readonly today: Day
  readonly command: string
}

/** What happened in the tools. Whom it shows, by alias, stands in the audit row. */
export async function askGovernance(
  asked: GovernanceCommand,
  { viewer, view, span, zone, today, command }: Asked,
  house: Reads,
): Promise<Ended> {
  const { governance } = house
  if (!governance) return absent(command)
  const { teams: team, tools: tool, types, by = 'type' } = asked
  const filters = { ...(team && { team }), ...(tool && { tool }) }
  const resolved = await house.usage.resolve(filters)
  if ('unresolved' in resolved) {
    const { unresolved } = resolved
    const detail = { reason: 'unresolved', keys: unresolved.map(({ key }) => key).join(',') }
    const ask: Ask = { kind: 'ask', filters, period: asked.period }
    return ended('misread', { command, detail }, unresolvedMessage(unresolved, ask))
  }
  const { ids, labels } = resolved.scope
  const { period, previous } = span
  const search: GovernanceSearch = {
    period,
    previous,
    zone,
    by,
    ...(types && { types }),
    ...(ids.team && { teams: ids.team }),
    ...(ids.tool && { tools: ids.tool }),
  }
  const [seen, sinceMidnight] = await Promise.all([
    governance.search(search, MOST_SHOWN),
    period.to === addDays(today, -1)
      ? governance.search({ ...search, ...oneDay(today), by: 'type' }, 0)
      : undefined,
  ])
  const named = {
    ...(labels.team && { team: labels.team }),
    ...(labels.tool && { tool: labels.tool }),
  }
  const mayReveal = viewer.kind === 'member' && viewer.admin && viewer.person === true
  const message = governanceMessage({
    asked,
    span,
    zone,
    seen,
    ...(sinceMidnight && { today: sinceMidnight.counts }),
    labels: named,
    mayReveal,
  })
  const canonical = format(asked)
  const role = roleOf(viewer)
  const detail = { from: period.from, to: period.to, ...looked(namesIn(seen.latest), role) }
  return {
    ...ended('answered', { command: canonical, action: 'governance', detail }, message),
    report: { command: canonical, period, ...seen },
    view,
    file: () => {
      const people = new Set<string | null>()
      let rows = 0
      const pages = async function* () {
        for await (const lines of governance.pages(search)) {
          rows += lines.length
          for (const one of namesIn(lines)) people.add(one)
          yield governanceRows(lines)
        }
      }
      return {
        name: fileName(asked, { labels: named, period }),
        head: Object.keys(GOVERNANCE_COLUMNS),
        pages: pages(),
        of: total(seen, period),
        detail: () => ({ ...detail, rows, ...looked(people, role) }),
      }
    },
  }
}

/** Events of the period, without those of the one before. */
const total = ({ counts }: GovernanceSeen, { from }: Period): number =>
  counts.reduce((sum, { day, count }) => sum + (day < from ? 0 : count), 0)

const oneDay = (day: Day) => {
  const only = { from: day, to: day }
  return { period: only, previous: only }
}

const namesIn = (lines: readonly GovernanceLine[]) =>
  lines.flatMap(({ actor, target }) => [actor, target])
