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
export function rulesMessage(set: readonly RuleRow[]): Message {
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
          ...made.map(({ rule, on, spec }) => [
            rule,
            'warning',
            on ? 'on' : 'off',
            specWords(spec),
          ]),
          ...ALL_RULES.map(({ id, severity, doc }) => [
            id,
            severity,
            on.has(id) ? 'on' : 'off',
            doc,
          ]),
        ],
      },
      {
        kind: 'note',
        text: 'Switch one with `alert enable key-created` or `alert disable role-changed`, and make one with `alert when spend > $5,000 per:week` or `alert budget $20,000 per:month`. Connectors in trouble are told of without a rule: `status`.',
      },
      { kind: 'buttons', buttons: off },
    ],
  }
}
