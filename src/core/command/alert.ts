import { ACCOUNT, writtenAccount } from '#core/access/account.ts'
import type { AlertActKind } from '#core/alert/act.ts'
import { ALERT_ACTS } from '#core/alert/act.ts'
import type { AlertsCommand } from '#core/alert/command.ts'

import { formatAllow, readAllow } from './alert-allow.ts'
import { formatRoute, readRoute, readUnroute } from './alert-route.ts'
import { formatRuleSet, readRuleSet, spanOf } from './alert-rule.ts'
import { formatSpec } from './alert-when.ts'
import type { AlertCommand, Misread } from './command.ts'
import { nearest } from './nearest.ts'

/** Each alert of the list says whose it is, or how long it is silenced. */
const LISTED: ReadonlySet<string> = new Set([
  'list',
  'open',
  'silences',
  'silenced',
  'acknowledged',
  'assigned',
  'firing',
])

/** What follows `alerts`: nothing, `rules` or `routes`. */
export function readAlerts(text: string, start: number): AlertsCommand | Misread {
  const rest = text.slice(start).trim().toLowerCase()
  if (rest === '' || LISTED.has(rest)) return { kind: 'alerts', act: 'list' }
  if (rest === 'rules' || rest === 'rule') return { kind: 'alerts', act: 'rules' }
  if (rest === 'routes' || rest === 'route') return { kind: 'alerts', act: 'routes' }
  return misread(
    text,
    rest,
    'Alerts are listed; so are their rules, and where they go: alerts rules, alerts routes.',
    'alerts',
  )
}

const WORDS: Readonly<Record<string, AlertActKind | 'show'>> = {
  ...Object.fromEntries(ALERT_ACTS.map((act) => [act, act])),
  ack: 'acknowledge',
  take: 'acknowledge',
  mute: 'silence',
  snooze: 'silence',
  unmute: 'unsilence',
  unsnooze: 'unsilence',
  close: 'resolve',
  done: 'resolve',
  unresolve: 'reopen',
  show: 'show',
}
const SWITCHES = ['enable', 'disable', 'remove', 'why', 'tune'] as const
const HOURS: Readonly<Record<string, number>> = { h: 1, d: 24, w: 168 }
const MOST_HOURS = 30 * 24
const FOR = /^(\d{1,3})\s*([hdw])(?:ours?|ays?|eeks?)?(?=$|\s)/iu

/** What follows `alert`: a word on one alert, or a change of a rule. */
export function readAlert(text: string, start: number): AlertCommand | AlertsCommand | Misread {
  if (/^\s*(?:rules|routes|list|silences)\s*$/iu.test(text.slice(start)))
    return readAlerts(text, start)
  const route = /^\s*route(?=$|\s)/iu.exec(text.slice(start))
  if (route) return readRoute(text, start + route[0].length)
  const allow = /^\s*allow(?=$|\s)/iu.exec(text.slice(start))
  if (allow) return readAllow(text, start + allow[0].length)
  const rest = text.slice(start).trim()
  const [, first = '', what = '', more = ''] = /^(\S*)\s*#?(\S*)\s*([\s\S]*)$/u.exec(rest) ?? []
  const word = first.toLowerCase()
  if (/^\d{1,9}$/u.test(first) && what === '')
    return { kind: 'alert', act: 'show', id: Number(first) }
  const change = SWITCHES.find((known) => known === word)
  if (change !== undefined)
    return /^[\w-]{1,60}$/u.test(what) && more === ''
      ? { kind: 'alert', act: change, rule: ruleName(what) }
      : misread(text, rest, `Name one rule: alert ${change} key-created.`, 'alerts rules')
  if (word === 'rule')
    return /^[\w-]{1,60}$/u.test(what)
      ? readRuleSet(text, ruleName(what), more)
      : misread(text, rest, 'Name one rule: alert rule key-created to:#security.', 'alerts rules')
  if (word === 'unroute') return readUnroute(text, what, more)
  const act = WORDS[word]
  if (act === undefined) {
    // A word that takes a rule away is no guess for one on an alert.
    const [near] = nearest(word, ALERT_ACTS, 1)
    const why = `An alert is acknowledged, assigned, escalated, silenced and heard again (unsilence), resolved and reopened, or rated useful or noise, by its number${near ? `: alert ${near} 3` : ''}.`
    return misread(text, rest, why, 'alerts')
  }
  if (!/^\d{1,9}$/u.test(what))
    return misread(text, rest, `Say which alert by its number: alert ${act} 3.`, 'alerts')
  const id = Number(what)
  if (act === 'silence') return silence(text, id, more)
  if (act === 'assign') return assign(text, id, more)
  return more === ''
    ? { kind: 'alert', act, id }
    : misread(text, more, `Nothing follows the number: alert ${act} ${id}.`, `alert ${act} ${id}`)
}

/** A rule that was made here may be named by its number alone. */
const ruleName = (what: string): string =>
  /^\d+$/u.test(what) ? `made-${Number(what)}` : what.toLowerCase().replaceAll('_', '-')

const USER = new RegExp(String.raw`^(?:<@)?@?(${ACCOUNT})(?:\|[^>]*)?>?$`, 'iu')

function assign(text: string, id: number, more: string): AlertCommand | Misread {
  const to = more.replace(/^to\s+/iu, '')
  if (/^(?:me|myself)?$/iu.test(to)) return { kind: 'alert', act: 'assign', id, to: 'me' }
  const [, account] = USER.exec(to) ?? []
  return account === undefined
    ? misread(
        text,
        more,
        `Say to whom: alert assign ${id} me, or their id: alert assign ${id} U024BE7LH.`,
        `alert assign ${id} me`,
      )
    : { kind: 'alert', act: 'assign', id, to: writtenAccount(account) }
}

function silence(text: string, id: number, more: string): AlertCommand | Misread {
  const [whole = '', count = '', unit = ''] = FOR.exec(more) ?? []
  const hours = Number(count) * (HOURS[unit.toLowerCase()] ?? 0)
  if (hours < 1 || hours > MOST_HOURS)
    return misread(
      text,
      more,
      `Say how long, up to 30 days: alert silence ${id} 1d, and why behind it.`,
      `alert silence ${id} 1d`,
    )
  const reason = more.slice(whole.length).trim().replaceAll(/\s+/gu, ' ').slice(0, 200)
  return { kind: 'alert', act: 'silence', id, hours, ...(reason !== '' && { reason }) }
}

/** `alert silence 3 1d a drill`, `alert enable key-created`. */
export function formatAlert(command: AlertCommand): string {
  if (command.act === 'when') return formatSpec(command.spec)
  if (command.act === 'allow') return formatAllow(command)
  if (command.act === 'route') return formatRoute(command)
  if (command.act === 'unroute') return `alert unroute ${command.no}`
  if (command.act === 'rule') return formatRuleSet(command)
  if ('rule' in command) return `alert ${command.act} ${command.rule}`
  if (command.act === 'assign') return `alert assign ${command.id} ${command.to}`
  if (command.act !== 'silence') return `alert ${command.act} ${command.id}`
  const { id, hours, reason } = command
  return [`alert silence ${id} ${spanOf(hours)}`, ...(reason ? [reason] : [])].join(' ')
}

function misread(text: string, part: string, why: string, suggestion: string): Misread {
  return { kind: 'misread', text, problems: [{ text: part, why, suggestions: [] }], suggestion }
}
