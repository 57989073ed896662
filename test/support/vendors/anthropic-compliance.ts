import { bad } from './anthropic-analytics.ts'
import { knownQuery, wholeNumber } from './strict.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

/** `{ id, created_at, type, actor: { type, email_address, … }, … }` and whatever ids its type has. */
export type Activity = {
  readonly id: string
  /** RFC 3339, UTC. */
  readonly created_at: string
  readonly type: string
  readonly [more: string]: unknown
}

const KNOWN = [
  'limit',
  'activity_types[]',
  'actor_ids[]',
  'organization_ids[]',
  'created_at.gte',
  'created_at.gt',
  'created_at.lte',
  'created_at.lt',
  'after_id',
  'before_id',
]

/**
 * `GET /v1/compliance/activities`, newest first: `after_id` goes on towards older entries, `before_id`
 * towards newer ones.
 */
export function activitiesPage(
  request: VendorRequest,
  state: { readonly activities: readonly Activity[]; readonly repeatEvery: number },
): VendorAnswer {
  const query = request.url.searchParams
  knownQuery(request, KNOWN, bad)
  if (query.has('after_id') && query.has('before_id'))
    throw bad('after_id and before_id cannot be combined')
  const limit = wholeNumber(
    query.get('limit'),
    { name: 'limit', least: 1, most: 5000, otherwise: 100 },
    bad,
  )
  const bound = (name: string, keeps: (at: number, limit: number) => boolean) => {
    const value = query.get(`created_at.${name}`)
    if (value === null) return () => true
    const at = Date.parse(value)
    if (Number.isNaN(at)) throw bad(`created_at.${name}: an RFC 3339 time`)
    return ({ created_at }: Activity) => keeps(Date.parse(created_at), at)
  }
  const bounds = [
    bound('gte', (at, limit) => at >= limit),
    bound('gt', (at, limit) => at > limit),
    bound('lte', (at, limit) => at <= limit),
    bound('lt', (at, limit) => at < limit),
  ]
  const types = query.getAll('activity_types[]')
  const all = state.activities
    .filter((activity) => bounds.every((keeps) => keeps(activity)))
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .flatMap((activity, index) =>
      state.repeatEvery > 0 && (index + 1) % state.repeatEvery === 0
        ? [activity, activity]
        : [activity],
    )
  const at = (name: string) => {
    const id = query.get(name)
    if (id === null) return undefined
    const index =
      name === 'after_id'
        ? all.findLastIndex((a) => a.id === id)
        : all.findIndex((a) => a.id === id)
    if (index < 0) throw bad(`${name}: no such activity`)
    return index
  }
  const [after, before] = [at('after_id'), at('before_id')]
  const start =
    before === undefined ? (after === undefined ? 0 : after + 1) : Math.max(0, before - limit)
  const end = before === undefined ? start + limit : before
  const data = all.slice(start, end)
  return {
    body: {
      data,
      has_more: before === undefined ? end < all.length : start > 0,
      first_id: data[0]?.id ?? null,
      last_id: data.at(-1)?.id ?? null,
    },
  }
}
