import { capitalised, counted } from '#core/message/english.ts'
import type { Button, Message } from '#core/message/message.ts'
import { timeOf } from '#core/time/instant.ts'

import { typed } from './buttons.ts'
import type { Exception } from './except.ts'
import { specWords } from './number-words.ts'
import { placeWords } from './route-words.ts'
import type { ActiveRule, RuleRow, RuleTarget } from './rule.ts'
import { ALL_RULES, BUILT_IN, isOn } from './rules.ts'

/** The built-in rules that are on, by what was set and by what they are without it. */
export function activeRules(
  set: readonly RuleRow[],
  exceptions: readonly Exception[],
): readonly ActiveRule[] {
  return BUILT_IN.filter((rule) => isOn(rule, set)).map((rule) => ({
    rule,
    allowed: exceptions.filter((one) => one.rule === rule.id),
  }))
}

/** What a word on a rule has done, in a sentence. */
export function switchedWords({
  word,
  rule,
  wasOn,
}: {
  readonly word: 'enable' | 'disable' | 'remove'
  readonly rule: string
  readonly wasOn: boolean
}): string {
  if (word === 'remove')
    return `Rule ${rule} is removed: it finds nothing any more, and its alerts stay.`
  const on = word === 'enable'
  if (wasOn === on) return `Rule ${rule} was ${on ? 'on' : 'off'} already; nothing changed.`
  return on ? `Rule ${rule} is on now.` : `Rule ${rule} is off now: it finds nothing any more.`
}

const MOST_BUTTONS = 4

/** `on, to #security`; undefined where there is no such rule. */
export function stateOf(
  rule: string,
  set: readonly RuleRow[],
  at: { readonly zone: string; readonly now: number },
): string | undefined {
  const built = ALL_RULES.find(({ id }) => id === rule)
  const row = set.find((one) => one.rule === rule)
  if (!built && !row) return undefined
  const on = built ? isOn(built, set) : row?.on === true
  return [on ? 'on' : 'off', ...settings(row, at)].join(', ')
}

/** What a rule looks for, and the settings that takes; nothing of one that is not there. */
export function findsOf(
  rule: string,
  made: readonly Pick<RuleRow, 'rule' | 'spec'>[],
): string | undefined {
  const spec = made.find((one) => one.rule === rule)?.spec
  return spec ? specWords(spec) : ALL_RULES.find(({ id }) => id === rule)?.doc
}

/** Every rule there is, on or off. */
export function rulesMessage(
  set: readonly RuleRow[],
  {
    zone,
    now,
    undo,
    again,
    did,
  }: {
    readonly zone: string
    readonly now: number
    /** The command that takes back what was just changed. */
    readonly undo?: string | undefined
    /** The command that makes the rule anew that was just removed. */
    readonly again?: string | undefined
    /** What was just changed, in a sentence. */
    readonly did?: string
  },
): Message {
  const state = (rule: string) => stateOf(rule, set, { zone, now }) ?? ''
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
    summary: `${did === undefined ? '' : `${did} `}${counted(active, 'rule is', 'rules are')} on, ${ALL_RULES.length + made.length - active} off.`,
    parts: [
      ...back({ undo, again }),
      {
        kind: 'table',
        head: ['Rule', 'Severity', 'Is', 'Finds'],
        rows: [
          ...made.map(({ rule, spec }) => [rule, 'warning', state(rule), specWords(spec)]),
          ...ALL_RULES.map(({ id, severity, doc }) => [id, severity, state(id), doc]),
        ],
      },
      {
        kind: 'note',
        text: 'Switch one with `alert enable key-created` or `alert disable role-changed`, say where its alerts go and when it is quiet with `alert rule role-changed to:#security quiet:22:00-07:00` (where all others go: `alerts routes`), and make one with `alert when spend > $5,000 per:week` or `alert budget $20,000 per:month`. Connectors in trouble are told of without a rule: `status`.',
      },
      {
        kind: 'buttons',
        buttons: off,
      },
    ],
  }
}

/** Right below what was done: nobody looks for it below a table. */
function back({ undo, again }: Readonly<Record<'undo' | 'again', string | undefined>>) {
  const buttons: readonly Button[] = [
    ...(undo === undefined ? [] : [typed('Undo', undo)]),
    ...(again === undefined ? [] : [typed('Make it again', again)]),
  ]
  return buttons.length === 0 ? [] : [{ kind: 'buttons', buttons } as const]
}

const placed = (target: RuleTarget): string =>
  target.stopped === undefined ? `to ${placeWords(target)}` : `stopped to ${placeWords(target)}`

/** What was set of a rule besides. */
function settings(
  row: RuleRow | undefined,
  { zone, now }: { readonly zone: string; readonly now: number },
): readonly string[] {
  const { target = null, quiet = null, mutedUntil = null } = row ?? {}
  return [
    ...(target ? [placed(target)] : []),
    ...(quiet === null ? [] : [`quiet ${quiet.replace('-', '–')}`]),
    ...((mutedUntil ?? 0) > now ? [`silenced until ${timeOf(mutedUntil ?? 0, zone)}`] : []),
  ]
}
