import type { AlertWeek, GovernanceWeek } from '#core/digest/facts.ts'
import type { Finding } from '#core/digest/finding.ts'
import { defineView } from '#core/digest/view.ts'
import { GOVERNANCE, isGovernanceType } from '#core/governance/type.ts'
import { counted, grouped, listed } from '#core/message/english.ts'
import type { Part } from '#core/message/message.ts'

/** Fewer refusals than this happen every week. */
const MANY_DENIED = 10
const TWICE = 2

export const governance = defineView({
  id: 'governance',
  title: 'Governance summary',
  question: 'What did vendors’ audit logs record, and what was refused?',
  needs: 'a connector that reads audit logs',
  advice: 'Look at what was refused and at what doubled',
  chart: 'none',
  look: ({ facts }) => {
    const { governance: all, alerts } = facts
    if (all === null)
      return {
        missing: 'Audit logs are summed up for admins with the person permission, in private.',
      }
    const now = all.reduce((sum, one) => sum + one.now, 0)
    if (all.length === 0 && (alerts?.rules.length ?? 0) === 0)
      return {
        missing:
          'No entry of an audit log came in the last two weeks. A connector that reads them is needed (`status`).',
      }
    const denied = all.reduce((sum, one) => sum + one.denied, 0)
    return {
      looked: all.length,
      findings: all.flatMap(finding),
      shows: [...(all.length === 0 ? [] : [logTable(all)]), ...(alerts ? alertParts(alerts) : [])],
      quiet: `${counted(now, 'audit log entry', 'audit log entries')} last week, ${grouped(denied)} of them refused${ratedWords(alerts)}`,
    }
  },
})

const logTable = (all: readonly GovernanceWeek[]): Part => ({
  kind: 'table',
  head: ['What', 'Last week', 'Before', 'Refused'],
  rows: all.map((one) => [said(one), grouped(one.now), grouped(one.before), grouped(one.denied)]),
})

const MOST_RULES = 8

/** Which rules told something, how that was rated, and what was changed of rules. */
function alertParts({ rules, changes }: AlertWeek): readonly Part[] {
  return [
    ...(rules.length === 0
      ? []
      : [
          {
            kind: 'table',
            head: ['Rule', 'Alerts', 'Useful', 'Noise'],
            rows: rules
              .slice(0, MOST_RULES)
              .map(({ rule, alerts, useful, noise }) => [
                rule,
                grouped(alerts),
                grouped(useful),
                grouped(noise),
              ]),
          } satisfies Part,
        ]),
    ...(changes.length === 0
      ? []
      : [
          {
            kind: 'text',
            text: `**Rules changed:** ${listed(
              changes.map((command) => `\`${command}\``),
              MOST_RULES,
            )}.`,
          } satisfies Part,
        ]),
  ]
}

/** `; 5 alerts, 3 rated noise and 1 useful` */
function ratedWords(alerts: AlertWeek | undefined): string {
  if (!alerts || alerts.rules.length === 0) return ''
  const sum = (of: 'alerts' | 'noise' | 'useful') =>
    alerts.rules.reduce((total, rule) => total + rule[of], 0)
  const all = counted(sum('alerts'), 'alert')
  return `; ${all}, ${grouped(sum('noise'))} rated noise and ${grouped(sum('useful'))} useful`
}

const said = ({ type }: GovernanceWeek) => (isGovernanceType(type) ? GOVERNANCE[type] : type)

function finding(one: GovernanceWeek): readonly Finding[] {
  const { type, now, before, denied } = one
  if (denied < MANY_DENIED || now < TWICE * before) return []
  return [
    {
      view: 'governance',
      key: `governance|${type}|denied|up`,
      unit: null,
      says: `${grouped(denied)} of ${grouped(now)} entries “${said(one)}” were refused last week`,
      more: `The week before there were ${grouped(before)} entries.`,
      effect: { people: denied, micros: 0 },
      confidence: 0.7,
      novelty: 0.5,
      action: 'Ask whoever owns the rule whether it stops work or stops harm.',
      expected: { kind: 'no-evidence' },
      command: 'digest governance',
      button: 'Audit log entries',
    },
  ]
}
