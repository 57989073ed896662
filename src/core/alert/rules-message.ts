import { timeOf } from '#core/governance/message.ts'
import { capitalised, counted } from '#core/message/english.ts'
import type { Button, Message } from '#core/message/message.ts'

import { specWords } from './number-words.ts'
import { type ActiveRule, NOTHING_ALLOWED, type RuleRow } from './rule.ts'
import { ALL_RULES, BUILT_IN, isOn } from './rules.ts'

/** The built-in rules that are on, by what was set and by what they are without it. */
export function activeRules(set: readonly RuleRow[]): readonly ActiveRule[] {
  return BUILT_IN.filter((rule) => isOn(rule, set)).map((rule) => ({
    rule,
    allowed: NOTHING_ALLOWED,
  }))
}

const MOST_BUTTONS = 4

/** Every rule there is, on or off. */
export function rulesMessage(
  set: readonly RuleRow[],
  { zone, now }: { readonly zone: string; readonly now: number },
): Message {
  const rows = new Map(set.map((row) => [row.rule, row]))
  const state = (rule: string, active: boolean) =>
    [active ? 'on' : 'off', ...settings(rows.get(rule), { zone, now })].join(', ')
  const on = new Set(ALL_RULES.filter((rule) => isOn(rule, set)).map(({ id }) => id))
  const made = set.flatMap(({ rule, on, spec }) => (spec ? [{ rule, on, spec }] : []))
  const active = on.size + made.filter((one) => one.on).length
  const switches = ALL_RULES.map(({ id }): Button => {
    const command = `alert ${on.has(id) ? 'disable' : 'enable'} ${id}`
    return { label: capitalised(command.slice('alert '.length)), act: { kind: 'ask', command } }
  })
  const off = switches.filter(({ label }) => label.startsWith('Enable')).slice(0, MOST_BUTTONS)
  return {
    title: 'Rules of alerts',
    summary: `${counted(active, 'rule is', 'rules are')} on, ${ALL_RULES.length + made.length - active} off.`,
    parts: [
      {
        kind: 'table',
        head: ['Rule', 'Severity', 'Is', 'Finds'],
        rows: [
          ...made.map(({ rule, on, spec }) => [rule, 'warning', state(rule, on), specWords(spec)]),
          ...ALL_RULES.map(({ id, severity, doc }) => [id, severity, state(id, on.has(id)), doc]),
        ],
      },
      {
        kind: 'note',
        text: 'Switch one with `alert enable key-created` or `alert disable role-changed`, say where its alerts go and when it is quiet with `alert rule role-changed to:#security quiet:22:00-07:00`, and make one with `alert when spend > $5,000 per:week` or `alert budget $20,000 per:month`. Connectors in trouble are told of without a rule: `status`.',
      },
      { kind: 'buttons', buttons: off },
    ],
  }
}

/** What was set of a rule besides. */
function settings(
  row: RuleRow | undefined,
  { zone, now }: { readonly zone: string; readonly now: number },
): readonly string[] {
  const { target = null, quiet = null, mutedUntil = null } = row ?? {}
  return [
    ...(target ? [`to ${target.name}`] : []),
    ...(quiet === null ? [] : [`quiet ${quiet.replace('-', '–')}`]),
    ...((mutedUntil ?? 0) > now ? [`silenced until ${timeOf(mutedUntil ?? 0, zone)}`] : []),
  ]
}
