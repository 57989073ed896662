import type Anthropic from '@anthropic-ai/sdk'
import { z } from 'zod'

import type { Call, CursorStream, GovernanceEvent, Pulled, UsedKey } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { microsOf, startOf } from '#connectors/api/days.ts'
import { faultOf, formFault } from '#connectors/api/fault.ts'
import { placeOf } from '#connectors/api/our-places.ts'
import { referenceOf } from '#connectors/api/reference.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { UserError } from '#core/errors.ts'

import { kindOf, outcomeOf, toolOf } from './activity-types.ts'
import { userLogin } from './actor.ts'
import { type AnthropicDoor, anthropicClient } from './client.ts'

const PATH = '/v1/compliance/activities'
const CALL = `GET ${PATH}`
const SOURCE = 'claude-compliance'
/** Entries appear up to a minute late, and clocks differ. */
const OVERLAP_MS = 600_000
/** The feed runs newest first: it is read by slices of time, each remembered once it was read whole. */
const SLICE_MS = 7 * 86_400_000

const text = z.string().min(1).max(500)
const activity = z.looseObject({
  id: text,
  created_at: text,
  type: z.string().regex(/^[a-z][a-z0-9_.]{0,99}$/i),
  actor: z
    .looseObject({
      email_address: text.nullish(),
      email: text.nullish(),
      user_id: text.nullish(),
      api_key_id: text.nullish(),
      admin_api_key_id: text.nullish(),
      ip_address: text.nullish(),
    })
    .nullish(),
})
type Activity = z.infer<typeof activity>
const page = z.looseObject({
  data: z.array(z.unknown()),
  has_more: z.boolean(),
  last_id: z.string().nullish(),
})

/** Who did what in the organisation: ids and kinds, no names, addresses or text. */
export function activitiesStream(door: AnthropicDoor): CursorStream {
  return {
    id: 'activities',
    how: 'cursor',
    says: 'The activity feed: access to data, roles, keys, connections, settings.',
    source: SOURCE,
    tools: [],
    historyDays: 6 * 365,
    everyMinutes: 30,
    pull: (from, call) => pull(from, call, door),
  }
}

const iso = (at: number) => new Date(at).toISOString()

async function* pull(
  { cursor, since }: Parameters<CursorStream['pull']>[0],
  call: Call,
  door: AnthropicDoor,
): AsyncGenerator<Pulled & { readonly cursor: string }> {
  const client = await anthropicClient(call, door)
  const now = call.now()
  let from = Date.parse(cursor ?? startOf(since))
  if (Number.isNaN(from))
    throw new UserError(
      `${door.title} cannot go on from the mark it left`,
      'Pull again from a day: ai-usage sync claude-compliance --since DATE.',
    )
  let overlap = cursor === undefined ? 0 : OVERLAP_MS
  do {
    const to = Math.min(from + SLICE_MS, now)
    const refused = refusals()
    const seen = new Set<string>()
    for await (const { data, last } of slice(
      client,
      { from: from - overlap, to },
      { call, door },
    )) {
      const governance = data.flatMap((raw): readonly GovernanceEvent[] => {
        const read = activity.safeParse(raw)
        const at = read.success ? microsOf(read.data.created_at) : undefined
        if (!read.success || at === undefined) {
          refused.add('activities', 'has no id, time or type')
          return []
        }
        if (seen.has(read.data.id)) return []
        seen.add(read.data.id)
        return [eventOf(read.data, at, call)]
      })
      // What is older than this page is not read yet: the mark moves only with the last page.
      yield { governance, refused: refused.take(), cursor: iso(last ? to : from) }
    }
    from = to
    overlap = 0
  } while (from < now)
}

async function* slice(
  client: Anthropic,
  span: { readonly from: number; readonly to: number },
  { call, door }: { readonly call: Call; readonly door: AnthropicDoor },
): AsyncGenerator<{ readonly data: readonly unknown[]; readonly last: boolean }> {
  let after: string | undefined
  do {
    const query = {
      'created_at.gte': iso(span.from),
      'created_at.lt': iso(span.to),
      limit: 5000,
      ...(after === undefined ? {} : { after_id: after }),
    }
    let answer: z.infer<typeof page>
    try {
      answer = shaped(await client.get(PATH, { query }), page, { door, call: CALL })
    } catch (error) {
      throw faultOf(error, { door, call: CALL, now: call.now() })
    }
    const next = answer.has_more ? answer.last_id : undefined
    if (answer.has_more && (!next || next === after))
      throw formFault(door, CALL, 'more to come and no mark to go on from')
    yield { data: answer.data, last: !answer.has_more }
    after = next ?? undefined
  } while (after !== undefined)
}

function eventOf(entry: Activity, atMicros: bigint, call: Call): GovernanceEvent {
  const { pseudonyms } = call
  const { type, actor } = entry
  const login = actor?.email_address ?? actor?.email ?? (actor?.user_id && userLogin(actor.user_id))
  const key = keyOf(entry, call)
  const object = Object.entries(entry).find(
    ([name, value]) => OBJECT.test(name) && !NO_OBJECT.has(name) && typeof value === 'string',
  )
  const target = targetOf(entry)
  return {
    atMicros,
    source: SOURCE,
    tool: toolOf(type),
    type: kindOf(type),
    action: type,
    actor: login ? pseudonyms.person(login) : (key?.account ?? null),
    ...(key && { key }),
    objectKind: object?.[0].slice(0, -'_id'.length) ?? null,
    object: object ? pseudonyms.asset(`anthropic:${object[1] as string}`) : null,
    target: target === undefined ? null : pseudonyms.person(target),
    outcome: outcomeOf(type),
    id: pseudonyms.event(entry.id),
    reference: referenceOf(entry.id),
  }
}

function keyOf({ actor }: Activity, call: Call): UsedKey | undefined {
  const id = actor?.api_key_id ?? actor?.admin_api_key_id
  if (!id) return undefined
  return {
    account: call.pseudonyms.service(`anthropic:key:${id}`),
    label: `${actor?.admin_api_key_id ? 'Admin key' : 'API key'} ${id}`,
    ...placeOf(call, { address: actor?.ip_address }),
  }
}

const OBJECT = /^[a-z][a-z_]{1,39}_id$/
const NO_OBJECT: ReadonlySet<string> = new Set([
  'organization_id',
  'request_id',
  'user_id',
  'target_user_id',
])

function targetOf(entry: Activity): string | undefined {
  for (const name of [
    'target_email_address',
    'target_email',
    'user_email',
    'email_address',
    'email',
  ])
    if (typeof entry[name] === 'string' && entry[name] !== '') return entry[name]
  for (const name of ['target_user_id', 'user_id'])
    if (typeof entry[name] === 'string' && entry[name] !== '') return userLogin(entry[name])
  return undefined
}
