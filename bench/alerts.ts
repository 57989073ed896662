import type { Alert, Finding } from '#core/alert/alert.ts'
import { crossings, type DayValue } from '#core/alert/crossing.ts'
import { evaluate } from '#core/alert/evaluate.ts'
import { deliveriesOf } from '#core/alert/notice.ts'
import type { NumberSpec } from '#core/alert/number-rule.ts'
import { findingOf } from '#core/alert/number-words.ts'
// How fast rules look at events, and what becomes of a storm and of a budget. Prints numbers and counts in and out.
import { decideAlerts } from '#core/alert/pipeline.ts'
import type { ActiveRule, SeenEvent } from '#core/alert/rule.ts'
import { BUILT_IN } from '#core/alert/rules.ts'
import { GOVERNANCE_TYPES } from '#core/governance/type.ts'
import { addDays, day } from '#core/time/day.ts'

const RULES = 200
const EVENTS = 50_000
const BATCH = 1_000
const STORM = 10_000
const NOW = Date.parse('2026-11-20T12:00:00Z')
const DAY_MS = 24 * 3_600_000
const TARGET = { platform: 'slack', workspace: 'T1', kind: 'channel', id: 'C1' } as const

/** 200 rules over all types, half of them about one tool or one outcome. */
const rules: readonly ActiveRule[] = Array.from({ length: RULES }, (_, n) => {
  const base = BUILT_IN[n % BUILT_IN.length] as (typeof BUILT_IN)[number]
  const tools = n % 2 === 0 ? {} : { tools: [`tool-${n % 9}`] }
  return { rule: { ...base, id: `${base.id}-${n}`, ...tools }, allowed: [] }
})

const event = (n: number): SeenEvent => ({
  at: NOW - (n % 600) * 1_000,
  tool: `tool-${n % 9}`,
  type: GOVERNANCE_TYPES[n % GOVERNANCE_TYPES.length] ?? 'other',
  action: 'something.happened',
  actor: { account: n % 400, name: `p-${n % 400}` },
  outcome: n % 3 === 0 ? 'denied' : null,
})

/** Alerts in memory, and what is sent of them. */
function desk() {
  const kept = new Map<string, Alert>()
  const told = new Set<string>()
  const sent = { posts: 0, edits: 0 }
  const tallied = new Map<string, number>()
  const turn = (findings: readonly Finding[], now: number) => {
    const open = [...kept.values()].filter(({ state }) => state !== 'resolved')
    const decided = decideAlerts(findings, { open, told }, now)
    for (const { alert, notice } of decided.changes) {
      const stored = { ...alert, id: alert.id ?? kept.size + 1 }
      kept.set(alert.fingerprint, stored)
      if (alert.once) told.add(alert.fingerprint)
      if (!notice) continue
      deliveriesOf(stored, notice, { targets: [TARGET], zone: 'UTC', now })
      sent[notice.how === 'post' ? 'posts' : 'edits'] += 1
    }
    for (const { reason, events } of decided.tallied)
      tallied.set(reason, (tallied.get(reason) ?? 0) + events)
  }
  return { kept, sent, tallied, turn }
}

function speed() {
  const all = Array.from({ length: EVENTS }, (_, n) => event(n))
  const house = desk()
  const began = performance.now()
  let findings = 0
  for (let at = 0; at < EVENTS; at += BATCH) {
    const found = evaluate(all.slice(at, at + BATCH), rules, NOW + at)
    findings += found.findings.length
    house.turn(found.findings, NOW + at)
  }
  const seconds = (performance.now() - began) / 1_000
  const perSecond = Math.round(EVENTS / seconds)
  console.log(
    `evaluated ${perSecond} events/s against ${RULES} rules (goal 5000/s), ${findings} findings`,
  )
  return perSecond
}

function storm() {
  const house = desk()
  const active = BUILT_IN.map((rule) => ({ rule, allowed: [] }))
  const all = Array.from({ length: STORM }, (_, n) => ({ ...event(n), type: 'role_change' }))
  for (let at = 0; at < STORM; at += BATCH) {
    const now = NOW + (at / STORM) * 60_000
    house.turn(evaluate(all.slice(at, at + BATCH), active, now).findings, now)
  }
  house.turn([], NOW + 10 * 60_000)
  const inAlerts = [...house.kept.values()].reduce((sum, { events }) => sum + events, 0)
  console.log(
    `storm: ${STORM} events in a minute, ${inAlerts} in ${house.kept.size} alerts, ${house.sent.posts} messages, ${house.sent.edits} edits ten minutes on`,
  )
  return inAlerts === STORM && house.sent.posts <= 10
}

function budget() {
  const spec: NumberSpec = {
    kind: 'budget',
    metric: 'spend',
    filters: {},
    amount: 100_000_000,
    per: 'month',
  }
  const house = desk()
  const first = day('2026-09-01')
  const days = Array.from({ length: 91 }, (_, n): DayValue => ({
    day: addDays(first, n),
    value: 4_000_000,
  }))
  for (let known = 1; known <= days.length; known++) {
    const now = Date.parse(days[0]?.day ?? '') + known * DAY_MS
    const found = crossings(spec, days.slice(0, known))
    house.turn(
      found.map((crossing) => findingOf('made-1', spec, { crossing, at: now })),
      now,
    )
  }
  const told = [...house.kept.keys()]
  console.log(`budget: ${told.length} crossings told in 3 months: ${told.join(', ')}`)
  return told.length === 9
}

const fast = speed() >= 5_000
const whole = storm()
const once = budget()
console.log(`in the goal: speed ${fast}, storm ${whole}, budget ${once}`)
if (!fast || !whole || !once) process.exitCode = 1
