import { describe, expect, test } from 'vitest'

import { company } from './company.ts'
import { found, pool } from './found.ts'

const WEEKS = Array.from({ length: 18 }, () => 100)

const model = (label: string, messages: number, spend: number) => ({
  tool: 'claude',
  key: label,
  label,
  series: WEEKS,
  messages,
  spend: spend * 1_000_000,
})

describe('what each view finds, and what it says is to be had', () => {
  test('a seat nobody can say the use of is not idle', () => {
    const { findings, quiet } = found('seats', { seats: [{ ...pool, known: false }] })
    expect([findings, quiet]).toEqual([[], 'Who used their seat is not known for long enough'])
    const uncounted = [{ ...pool, known: false, uncounted: true as const }]
    expect(found('seats', { seats: uncounted }).quiet).toContain('nothing is kept of one person')
  })

  test('a dear model is told with the most that leaving it could save, in its own tool', () => {
    const models = [model('opus', 1000, 300), model('haiku', 3000, 90)]
    // $300 − 1,000 × $0.03 over four weeks.
    expect(found('models', { models }).findings[0]).toMatchObject({
      says: 'opus is 25% of messages in claude and 77% of token spend',
      expected: {
        says: 'at most $67.50 a week less (tokens, estimated), if each message cost as on haiku',
      },
    })
    const elsewhere = models.map((one) =>
      one.label === 'haiku' ? { ...one, tool: 'litellm' } : one,
    )
    expect(found('models', { models: elsewhere }).findings).toEqual([])
  })

  test('an agent that began to fail is surer news than one that always did', () => {
    const agent = { kind: 'agent', label: 'agent 3f9a2c', runs: 400, failed: 160, people: 1 }
    const assets = (failedBefore: number) => [
      { ...agent, runsBefore: 400, failedBefore, unit: 'Accounting' },
    ]
    const [began] = found('agents', { assets: assets(12) }).findings
    const [always] = found('agents', { assets: assets(150) }).findings
    expect(began?.says).toBe('Agent 3f9a2c failed in 40% of 400 runs in four weeks')
    expect(began?.confidence).toBeGreaterThan(always?.confidence ?? 1)
  })

  test('prompts that became searches are told, and those that always were a third are not', () => {
    const prompts = (now: number) => ({
      short: WEEKS.map((_, n) => (n === 17 ? now : 0.35)),
      long: WEEKS.map(() => 0.2),
    })
    expect(found('prompts', { prompts: prompts(0.42) }).findings).toHaveLength(1)
    expect(found('prompts', { prompts: prompts(0.36) }).findings).toEqual([])
  })

  test('a team that costs much while few of it use AI', () => {
    const facts = company()
    const units = facts.units.map((unit, n) =>
      n === 3
        ? {
            ...unit,
            values: {
              ...unit.values,
              spend: unit.values.spend.map((value) => (value ?? 0) * 3),
              weekly_active_people: unit.values.weekly_active_people.map(() => 4),
            },
          }
        : unit,
    )
    expect(found('value', { units }).findings.map(({ unit }) => unit)).toEqual(['Sales/Team 3'])
  })

  test('departments that come often and leave early are offered a workshop', () => {
    const department = (label: string, sessionsPerPerson: number, depth: number) => ({
      path: label,
      label,
      people: 20,
      sessionsPerPerson,
      depth,
    })
    const departments = [
      department('Sales', 9, 1.5),
      department('Legal', 4, 3),
      department('Support', 5, 3),
      department('Finance', 5, 2.8),
    ]
    expect(found('pattern', { departments }).findings.map(({ says }) => says)).toEqual([
      'Sales uses AI often and briefly: 9.0 sessions a person, 1.5 messages each',
    ])
  })

  test('refusals that came in numbers, and streams that lag', () => {
    const governance = [{ type: 'integration_connected', now: 60, before: 5, denied: 40 }]
    const alerts = {
      rules: [
        { rule: 'role-changed', alerts: 4, useful: 1, noise: 3 },
        { rule: 'key-created', alerts: 1, useful: 0, noise: 0 },
      ],
      changes: ['alert allow tool:cursor rule:role-changed'],
    }
    expect(found('governance', { governance }).quiet).not.toContain('alert')
    const { findings, quiet, shows } = found('governance', { governance, alerts })
    expect(findings).toHaveLength(1)
    // As `governance` calls them.
    expect(findings[0]?.says).toBe(
      '40 of 60 entries “Integration connected” were refused last week',
    )
    expect(JSON.stringify(shows)).toContain('["Integration connected","60","5","40"]')
    expect(quiet).toContain('; 5 alerts, 3 rated noise and 1 useful')
    expect(JSON.stringify(shows)).toContain('["role-changed","4","1","3"]')
    expect(JSON.stringify(shows)).toContain('`alert allow tool:cursor rule:role-changed`')
    const stream = {
      connector: 'openai',
      title: 'OpenAI',
      stream: 'usage',
      says: '',
      dataThrough: null,
      lastSuccess: null,
      publishedAfter: null,
      knownAfter: null,
      rows: null,
      nextRun: null,
    }
    const streams = [
      { ...stream, health: { kind: 'behind', says: 'behind: collected to 1 Nov 2026' } as const },
      { ...stream, stream: 'costs', health: { kind: 'ok', says: 'ok' } as const },
    ]
    expect(found('connectors', { streams }).findings.map(({ says }) => says)).toEqual([
      'OpenAI (usage) is behind: its numbers are not complete',
    ])
  })
})
