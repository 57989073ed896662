import { isAlias } from '#core/privacy/alias.ts'

import type { Finding, Tally } from './alert.ts'
import { type About, type Exception, exceptionOf } from './except.ts'
import type { ActiveRule, EventRule, SeenEvent } from './rule.ts'
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
      else counted.add({ rule: active.rule.id, reason: verdict, events: 1 })
    }
    if (!found) counted.add({ rule: '', reason: 'no rule', events: 1 })
  }
  return { findings, tallied: counted.all() }
}

function judge(event: SeenEvent, { rule, allowed }: ActiveRule, now: number) {
  const { tools, outcome, places } = rule
  if (places && saysOf(rule, event) === undefined) return 'other'
  if (tools !== undefined && !tools.includes(event.tool)) return 'other'
  if (outcome !== undefined && event.outcome !== outcome) return 'other'
  const exception = allowed.length > 0 ? exceptionOf(aboutOf(event), allowed) : undefined
  if (exception) return allowedBy(exception)
  return now - event.at > OLD_MS ? 'old' : 'found'
}

function aboutOf({ tool, actor, key, object, action }: SeenEvent): About {
  const names = [actor?.name, key?.name].filter((name) => name !== undefined && name !== null)
  // What a person does is looked at whatever is allowed.
  const senders = names.filter((name) => !isAlias(name))
  return { tool, senders, object: object ?? null, action }
}

/** Why it is none, as it is counted: by the kind alone, as patterns may hold names. */
const allowedBy = ({ kind }: Exception) => `allowed: ${kind}` as const

/** Findings that no entry of a log has, without what is allowed. */
export function allowFindings(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
): Evaluated {
  const counted = tallies()
  const left = findings.filter(({ rule, tool, also = [] }) => {
    const senders = also.flatMap(({ name }) => (name === null || isAlias(name) ? [] : [name]))
    const own = exceptions.filter((one) => one.rule === rule)
    const exception = exceptionOf({ tool, senders }, own)
    if (exception) counted.add({ rule, reason: allowedBy(exception), events: 1, look: true })
    return exception === undefined
  })
  return { findings: left, tallied: counted.all() }
}

const saysOf = ({ places, says }: EventRule, { place }: SeenEvent): string | undefined =>
  places ? (place ? places[place] : undefined) : says

function findingOf(event: SeenEvent, { rule }: ActiveRule): Finding {
  const { at, tool, type, actor, key = null, place, entry } = event
  const { id, severity, says, places } = rule
  return {
    rule: id,
    severity,
    says: saysOf(rule, event) ?? says,
    tool,
    subject: places
      ? `${tool}/key/${key?.account ?? 0}/${place}`
      : `${tool}/${actor?.account ?? 0}`,
    at,
    ...(entry && { entry }),
    actor,
    ...(places && key && { also: [key] }),
    command: `governance type:${type} tool:${/^[\w.-]+$/.test(tool) ? tool : JSON.stringify(tool)} 7d`,
  }
}
