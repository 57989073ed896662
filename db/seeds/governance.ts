import type { GovernanceEvent } from '#collect.ts'
import type { GovernanceType } from '#core/governance/type.ts'
import type { Day } from '#core/time/day.ts'
import { eachDay, type Period } from '#core/time/period.ts'

import type { Persona } from './company.ts'
import { pick, type Random, randomFor } from './random.ts'

/** An entry of an audit log of the company's, with its people in the clear. Epoch milliseconds. */
export type CompanyEvent = Pick<
  GovernanceEvent,
  'tool' | 'type' | 'action' | 'objectKind' | 'outcome'
> & {
  readonly id: string
  readonly at: number
  readonly actor: string
  readonly target: string | null
}

type Kind = Pick<CompanyEvent, 'tool' | 'action' | 'objectKind' | 'outcome'> & {
  readonly type: GovernanceType
  /** Chances on a working day. */
  readonly rate: number
  readonly target?: true
}

const KINDS: readonly Kind[] = [
  {
    type: 'data_access',
    tool: 'chatgpt',
    action: 'FILE_UPLOAD',
    objectKind: 'app_log',
    rate: 2.2,
    outcome: 'ok',
  },
  {
    type: 'seat_change',
    tool: 'github-copilot',
    action: 'copilot.cfb_seat_added',
    objectKind: 'seat',
    rate: 0.5,
    target: true,
    outcome: null,
  },
  {
    type: 'key_created',
    tool: 'openai-api',
    action: 'api_key.created',
    objectKind: 'api_key',
    rate: 0.25,
    outcome: null,
  },
  {
    type: 'asset_published',
    tool: 'claude',
    action: 'project_shared',
    objectKind: 'project',
    rate: 0.4,
    outcome: null,
  },
  {
    type: 'sign_in_anomaly',
    tool: 'chatgpt',
    action: 'LOGIN',
    objectKind: 'auth_log',
    rate: 0.3,
    outcome: 'denied',
  },
  {
    type: 'integration_connected',
    tool: 'chatgpt',
    action: 'CONNECTOR_CONNECTED',
    objectKind: 'app_auth_log',
    rate: 0.08,
    outcome: 'ok',
  },
  {
    type: 'role_change',
    tool: 'cursor',
    action: 'user_role_changed',
    objectKind: 'user',
    rate: 0.06,
    target: true,
    outcome: null,
  },
  {
    type: 'policy_change',
    tool: 'claude',
    action: 'org_setting_updated',
    objectKind: 'setting',
    rate: 0.05,
    outcome: null,
  },
]

const HOUR_MS = 3_600_000

/** What the audit logs of these days say, the same for the same days. */
export function companyEvents(people: readonly Persona[], period: Period): readonly CompanyEvent[] {
  return eachDay(period).flatMap((day) => eventsOn(day, people))
}

function eventsOn(day: Day, people: readonly Persona[]): readonly CompanyEvent[] {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  const weekend = [0, 6].includes(new Date(midnight).getUTCDay())
  return KINDS.flatMap((kind) => {
    const random = randomFor('governance', day, kind.action)
    const times = Math.floor((weekend ? 0.2 : 1) * kind.rate + random())
    return Array.from({ length: times }, (_, n) => {
      const at = midnight + 8 * HOUR_MS + Math.floor(random() * 10 * HOUR_MS)
      return eventOf(kind, { id: `${day} ${n}`, at, people, random })
    })
  })
}

type Given = {
  readonly id: string
  readonly at: number
  readonly people: readonly Persona[]
  readonly random: Random
}

function eventOf(kind: Kind, { id, at, people, random }: Given): CompanyEvent {
  const { rate: _, target, ...event } = kind
  const users = people.filter(
    ({ tools }) => tools.includes(kind.tool) || kind.tool === 'openai-api',
  )
  return {
    ...event,
    id: `${kind.action} ${id}`,
    at,
    actor: pick(random, users).email,
    target: target ? pick(random, users).email : null,
  }
}

/** What happened in the hour before the demo began: a role, a policy, and something worse. */
export function freshEvents(people: readonly Persona[], now: number): readonly CompanyEvent[] {
  const random = randomFor('fresh', Math.floor(now / HOUR_MS))
  const minutesAgo = (minutes: number) => now - minutes * 60_000
  const wanted: readonly (readonly [GovernanceType, number, Partial<Kind>?])[] = [
    ['role_change', 48],
    ['role_change', 46],
    ['policy_change', 31],
    [
      'policy_change',
      12,
      { type: 'injection_flag', action: 'PROMPT_INJECTION_FLAGGED', objectKind: 'conversation' },
    ],
  ]
  return wanted.flatMap(([type, minutes, more], n) => {
    const kind = KINDS.find((one) => one.type === type)
    if (!kind) return []
    const id = `${Math.floor(now / HOUR_MS)} ${n}`
    return [eventOf({ ...kind, ...more }, { id, at: minutesAgo(minutes), people, random })]
  })
}
