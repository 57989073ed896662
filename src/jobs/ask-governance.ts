import type { Decision, Viewer } from '#core/access/access.ts'
import { roleOf } from '#core/access/decide.ts'
import type { Ask, GovernanceCommand } from '#core/command/command.ts'
import { fileName } from '#core/command/file-name.ts'
import { format } from '#core/command/format.ts'
import { unresolvedMessage } from '#core/command/misread.ts'
import { governanceRows, GOVERNANCE_COLUMNS } from '#core/governance/csv.ts'
import { governanceMessage, MOST_SHOWN } from '#core/governance/message.ts'
import type { GovernanceLine, GovernanceSearch } from '#core/governance/search.ts'
import { addDays, type Day } from '#core/time/day.ts'
import type { ResolvedPeriod } from '#core/time/resolve.ts'

import { looked } from './looked.ts'
import { absent, ended, type Ended, type Reads } from './outcome.ts'

/** Events of a file; the newest are kept. */
const MOST_IN_FILE = 100_000

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
  const detail = { from: period.from, to: period.to, ...shown(seen.latest, role) }
  return {
    ...ended('answered', { command: canonical, action: 'governance', detail }, message),
    report: { command: canonical, period, ...seen },
    view,
    file: async () => {
      const { latest } = await governance.search(search, MOST_IN_FILE)
      return {
        name: fileName(asked, { labels: named, period }),
        head: Object.keys(GOVERNANCE_COLUMNS),
        rows: governanceRows(latest),
        detail: { ...detail, rows: latest.length, ...shown(latest, role) },
      }
    },
  }
}

const oneDay = (day: Day) => {
  const only = { from: day, to: day }
  return { period: only, previous: only }
}

const shown = (lines: readonly GovernanceLine[], role: string) =>
  looked(
    lines.flatMap(({ actor, target }) => [actor, target]),
    role,
  )
