import { account } from '#core/message/account.ts'
import { capitalised, counted, grouped, listed } from '#core/message/english.ts'
import type { Fact, Message, Part } from '#core/message/message.ts'
import { isAlias } from '#core/privacy/alias.ts'
import { duration, timeOf } from '#core/time/instant.ts'

import type { Alert, Notice } from './alert.ts'
import { buttons } from './buttons.ts'
import { TOP_RUNG } from './tend.ts'

/** People named in one alert; the file of `governance` has all. */
const MOST_NAMED = 5

/** Before a vendor's own id of an entry; whoever is forgotten, messages with theirs are found by it. */
export const IN_ITS_LOG = 'In the vendor’s log: '

const LEAD: Readonly<Record<Notice['reason'], string>> = {
  new: '',
  more: '',
  worse: '',
  escalated: 'Nobody has acknowledged this: ',
  reminder: 'Nobody has acknowledged this: ',
  'silence over': 'The silence is over: ',
  resolved: 'Over: ',
  acted: '',
  assigned: 'It is yours now: ',
}

/** What a reader may see besides what a channel may: whoever is named leaves an audit row of the look. */
export type Sight = {
  /** Aliases of people. */
  readonly people?: boolean
  /** What gives exact numbers away. */
  readonly exact?: boolean
}

/** An alert's facts as this reader may see them. */
export const factsFor = ({ facts }: Pick<Alert, 'facts'>, { exact = false }: Sight) =>
  facts
    .filter((fact) => exact || !fact.exact)
    .map(({ label, value, note }): Fact => ({ label, value, ...(note !== undefined && { note }) }))

/** Of some logs: their vendor's own page where an entry is looked up. */
export type LogPages = ReadonlyMap<string, string>

type Told = {
  readonly zone: string
  readonly notice?: Notice | undefined
  /** The pages where entries of logs are looked up, by their source. */
  readonly logPages?: LogPages
  /** None, unless given: what is posted is read by whoever is there, and by nobody in particular. */
  readonly sight?: Sight
}

/** One alert as people read it; `notice` says why just now. The summary names nobody and no object. */
export function alertMessage(alert: Alert, { zone, notice, sight = {}, logPages }: Told): Message {
  const lead = notice ? leadOf(alert, notice) : ''
  return {
    title: alert.id === undefined ? 'Alert' : `Alert ${alert.id}`,
    summary: lead === '' ? sentence(alert) : `${lead}${lowered(sentence(alert))}`,
    parts: [
      {
        kind: 'facts',
        facts:
          alert.facts.length > 0 ? factsFor(alert, sight) : facts(alert, { zone, sight, notice }),
      },
      { kind: 'text', text: stateText(alert, zone) },
      ...whereFrom(alert),
      ...times(alert, zone, sight),
      ...buttons(alert, sight, logPages?.get(alert.newest?.source ?? '')),
    ],
  }
}

function leadOf({ by, state, actedAt, toldAt, once }: Alert, { reason, how }: Notice): string {
  // A channel's message is not written to the one whose the alert is now.
  if (reason === 'assigned' && how === 'edit') return ''
  // Told for the first time, or again after days: how long ago is said as it is.
  if (reason === 'reminder' && state === 'acknowledged' && actedAt !== null)
    return `Acknowledged ${duration(toldAt - actedAt)} ago and still open: `
  if (reason === 'resolved' && once) return 'Closed: '
  return reason === 'escalated' && by !== null ? 'Escalated: ' : LEAD[reason]
}

/** `role changed in chatgpt` */
export function subject({ says, tool, storm, facts }: Alert): string {
  const where = storm ? ' by many at once' : tool === null ? '' : ` in ${tool}`
  return facts.length > 0 ? lowered(says) : `${lowered(says)}${where}`
}

export const lowered = (text: string): string =>
  /^[A-Z](?:[a-z]| )/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** `Warning: role changed in chatgpt, 3 times.` */
function sentence(alert: Alert): string {
  const times =
    alert.events > 1 && alert.facts.length === 0 ? `, ${grouped(alert.events)} times` : ''
  const done = alert.state === 'firing' ? '' : ` (${alert.state})`
  return `${capitalised(alert.severity)}: ${subject(alert)}${times}${done}.`
}

function facts(
  { events, toldEvents, notices, ...alert }: Alert,
  {
    zone,
    sight: { people = false },
    notice,
  }: Pick<Told, 'zone' | 'notice'> & { readonly sight: Sight },
): readonly Fact[] {
  const more = notice?.more ?? events - toldEvents
  const since = notice?.since ?? alert.toldAt
  return [
    { label: 'Who', ...who(alert, people) },
    {
      label: 'Times',
      value: grouped(events),
      ...(more > 0 &&
        notices > 0 && { note: `${grouped(more)} more since ${timeOf(since, zone)}` }),
    },
    ...(alert.firstAt === alert.lastAt
      ? [{ label: 'Happened', value: timeOf(alert.lastAt, zone) }]
      : [
          { label: 'Happened first', value: timeOf(alert.firstAt, zone) },
          { label: 'Happened last', value: timeOf(alert.lastAt, zone) },
        ]),
    ...published(alert, events, zone),
    { label: 'Found here', value: timeOf(alert.openedAt, zone) },
  ]
}

function published(
  { newest }: Pick<Alert, 'newest'>,
  events: number,
  zone: string,
): readonly Fact[] {
  const at = newest?.publishedAt ?? null
  if (at === null) return []
  const note = events > 1 ? { note: 'the newest of them' } : {}
  return [{ label: 'Published by its vendor', value: timeOf(at, zone), ...note }]
}

/** It names an entry and no person, so whoever reads the alert may read it. */
function whereFrom({ newest, events }: Alert): readonly Part[] {
  if (newest === null || newest.reference === null) return []
  const which = events > 1 ? ', the newest of them' : ''
  return [{ kind: 'note', text: `${IN_ITS_LOG}\`${newest.reference}\`${which}.` }]
}

/** Keys and services go by their own names everywhere; people are named to who asks for it, which is a look. */
function who(
  { id, actors }: Pick<Alert, 'id' | 'actors'>,
  people: boolean,
): Pick<Fact, 'value' | 'note'> {
  const names = actors.map(({ name }) => name ?? 'not named')
  if (names.length === 0) return { value: 'not named' }
  const services = names.filter((name) => name !== 'not named' && !isAlias(name))
  if (people || services.length === names.length) return { value: listed(names, MOST_NAMED) }
  const hidden = counted(names.length - services.length, 'person', 'people')
  return {
    value: listed([hidden, ...services], MOST_NAMED),
    ...(id !== undefined && { note: `who: alert show ${id}` }),
  }
}

const UNTOLD = 'no reason given'

function stateText(alert: Alert, zone: string): string {
  const { state, by, reason, actedAt, silencedUntil, assignee, rung } = alert
  const who = nameOf(by)
  const when = actedAt === null ? '' : ` at ${timeOf(actedAt, zone)}`
  const why = reason === null ? '' : `: ${reason}`
  const also = reason === null ? '' : `; ${reason}`
  const rated = alert.feedback === null ? '' : ` Rated ${alert.feedback}.`
  switch (state) {
    case 'firing':
      return `**Firing.** Nobody has taken it yet${by !== null && rung < TOP_RUNG ? `; ${who} ended its silence${when}` : ''}.${ladder(rung, by === null ? '' : ` by ${who}${when}${also}`)}${rated}`
    case 'acknowledged':
      return assignee === null || assignee === by
        ? `**Acknowledged** by ${who}${when}; it is theirs now${also}.${rated}`
        : `**Assigned** to ${nameOf(assignee)} by ${who}${when}; it is theirs now${also}.${rated}`
    case 'silenced':
      return `**Silenced** by ${who} until ${timeOf(silencedUntil ?? 0, zone)}: ${reason ?? UNTOLD}. Counting goes on: this message says so when the silence ends, and what happened meanwhile is posted.${rated}`
    case 'resolved':
      return `**Resolved** by ${who}${when}${why}.${rated}`
  }
}

/** Whoever said a word on it, as the chat they are in names its own. */
export const nameOf = (by: string | null): string => (by === null ? 'AI Usage' : account(by))

function ladder(rung: number, by: string): string {
  if (rung >= TOP_RUNG) return ` Escalated${by}: everyone who may act on it was told.`
  return rung === 1 ? ' It was posted again.' : ''
}

/** Clocks of two machines are never quite the same. */
const AHEAD_MS = 5 * 60_000

/** It happened later than it was found. */
export const isAhead = ({ foundAt, lastAt }: Pick<Alert, 'foundAt' | 'lastAt'>): boolean =>
  lastAt - foundAt > AHEAD_MS

function times(
  { foundAt, openedAt, lastAt, facts, newest }: Alert,
  zone: string,
  { people = false }: Sight,
): readonly Part[] {
  if (facts.length > 0)
    return [{ kind: 'note', text: `Found ${timeOf(openedAt, zone)} ${zone}, from complete days.` }]
  const found = isAhead({ foundAt, lastAt })
    ? 'the last of it has a time that was still to come when it was found: a clock is wrong, there or here'
    : `the last of it was found ${duration(Math.max(0, foundAt - lastAt))} after it happened`
  const unsaid =
    newest !== null && newest.publishedAt === null
      ? ' Its vendor does not say when it published it.'
      : ''
  return [
    {
      kind: 'note',
      text: `Times are ${zone}. Happened as its vendor says; ${found}.${unsaid}${people ? ' People go by their alias.' : ''}`,
    },
  ]
}
