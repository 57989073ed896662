import type { Finding, Tally } from './alert.ts'
import type { ActiveRule, SeenEvent } from './rule.ts'
import { tallies } from './tally.ts'

/** What happened longer ago is history that came late, such as a first pull: it is counted, and nobody is paged. */
const OLD_MS = 3 * 24 * 3_600_000

export type Evaluated = {
  readonly findings: readonly Finding[]
  readonly tallied: readonly Tally[]
}

/** Step 1: which rules find something in these events, and why the others are none. */
export function evaluate(
  events: readonly SeenEvent[],
  rules: readonly ActiveRule[],
  now: number,
): Evaluated {
  const byType = new Map<string, ActiveRule[]>()
  for (const active of rules)
    for (const type of active.rule.types) byType.set(type, [...(byType.get(type) ?? []), active])
  const findings: Finding[] = []
  const counted = tallies()
  for (const event of events) {
    let found = false
    for (const active of byType.get(event.type) ?? []) {
      const verdict = judge(event, active, now)
      if (verdict === 'other') continue
      found = true
      if (verdict === 'found') findings.push(findingOf(event, active))
      else counted.add(active.rule.id, verdict)
    }
    if (!found) counted.add('', 'no rule')
  }
  return { findings, tallied: counted.all() }
}

function judge(event: SeenEvent, { rule, allowed }: ActiveRule, now: number) {
  const { tools, outcome } = rule
  if (tools !== undefined && !tools.includes(event.tool)) return 'other'
  if (outcome !== undefined && event.outcome !== outcome) return 'other'
  const account = event.actor?.account
  if (allowed.tools.includes(event.tool)) return 'allowed'
  if (account !== undefined && allowed.accounts.includes(account)) return 'allowed'
  return now - event.at > OLD_MS ? 'old' : 'found'
}

function findingOf({ at, tool, type, actor }: SeenEvent, { rule }: ActiveRule): Finding {
  const { id, severity, says } = rule
  return {
    rule: id,
    severity,
    says,
    tool,
    subject: `${tool}/${actor?.account ?? 0}`,
    at,
    actor,
    command: `governance type:${type} tool:${/^[\w.-]+$/.test(tool) ? tool : JSON.stringify(tool)} 7d`,
  }
}
