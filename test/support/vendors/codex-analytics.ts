import { knownQuery, Refusal, wholeNumber } from './strict.ts'
import type { VendorAnswer, VendorRequest } from './vendor-server.ts'

const DAY = 86_400

/** What one person did with one client on one UTC day. */
export type CodexUse = {
  readonly day: string
  readonly user: { readonly id: string; readonly email: string } | null
  readonly client: string
  readonly model: string
  readonly threads: number
  readonly turns: number
  readonly credits: number
  readonly uncached: number
  readonly cached: number
  readonly output: number
}

const bad = (message: string) =>
  new Refusal({
    status: 400,
    body: { error: { message, type: 'invalid_request_error', param: null, code: null } },
  })

const total = (uses: readonly CodexUse[], of: (use: CodexUse) => number) =>
  uses.reduce((sum, use) => sum + of(use), 0)

function groups<Key extends string>(uses: readonly CodexUse[], of: (use: CodexUse) => Key) {
  return Map.groupBy(uses, of)
}

/** `usage` of Codex analytics: by day or week, of the workspace or by user; 90 days back. */
export function codexUsage(
  request: VendorRequest,
  { uses, now }: { readonly uses: readonly CodexUse[]; readonly now: number },
): VendorAnswer {
  const { searchParams } = request.url
  knownQuery(request, ['start_time', 'end_time', 'group_by', 'group', 'limit', 'page'], bad)
  const whole = (name: string, [least, most, otherwise]: readonly [number, number, number]) =>
    wholeNumber(searchParams.get(name), { name, least, most, otherwise }, bad)
  const seconds = Math.floor(now / 1000)
  if (searchParams.get('start_time') === null) throw bad('start_time: required')
  const start = whole('start_time', [0, 4e9, 0])
  const end = whole('end_time', [0, 4e9, seconds])
  if (start < seconds - 91 * DAY) throw bad('start_time: at most 90 days back')
  if (end <= start) throw bad('end_time: must be after start_time')
  const width = { day: DAY, week: 7 * DAY }[searchParams.get('group_by') ?? 'day']
  const by = searchParams.get('group') ?? 'workspace'
  if (width === undefined || !['workspace', 'user'].includes(by)) throw bad('group_by or group')
  const limit = whole('limit', [1, 1000, 100])
  const page = searchParams.get('page')
  const first = page === null ? 0 : Number(Buffer.from(page, 'base64url').toString())
  if (!Number.isInteger(first)) throw bad('page: not a cursor')

  const inside = uses.filter(({ day }) => {
    const at = Date.parse(`${day}T00:00:00Z`) / 1000
    return at >= start && at < end
  })
  const bucketOf = ({ day }: CodexUse) => {
    const at = Date.parse(`${day}T00:00:00Z`) / 1000
    return start + Math.floor((at - start) / width) * width
  }
  const rows = [
    ...groups(inside, (use) => `${bucketOf(use)} ${by === 'user' ? (use.user?.id ?? '') : ''}`),
  ].map(([, row]) => shown(row, { width, at: bucketOf(row[0]!), by }))
  const sorted = rows.toSorted((a, b) => a.start_time - b.start_time)
  const data = sorted.slice(first, first + limit)
  const more = first + data.length < sorted.length
  return {
    body: {
      object: 'page',
      data,
      has_more: more,
      next_page: more ? Buffer.from(String(first + data.length)).toString('base64url') : null,
      added_later: 1,
    },
  }
}

function shown(
  uses: readonly CodexUse[],
  { width, at, by }: { readonly width: number; readonly at: number; readonly by: string },
) {
  const user = by === 'user' ? (uses[0]?.user ?? null) : null
  return {
    start_time: at,
    end_time: at + width,
    user_id: user?.id ?? null,
    actor: user === null ? null : { user_id: user.id, email: user.email },
    totals: {
      threads: total(uses, ({ threads }) => threads),
      turns: total(uses, ({ turns }) => turns),
      credits: total(uses, ({ credits }) => credits),
    },
    clients: [...groups(uses, ({ client }) => client)].map(([client, of]) => ({
      client_id: client,
      threads: total(of, ({ threads }) => threads),
      turns: total(of, ({ turns }) => turns),
      credits: total(of, ({ credits }) => credits),
      uncached_text_input_tokens: total(of, ({ uncached }) => uncached),
      cached_text_input_tokens: total(of, ({ cached }) => cached),
      text_output_tokens: total(of, ({ output }) => output),
    })),
    models: [...groups(uses, ({ model }) => model)].map(([model, of]) => ({
      model,
      credits: total(of, ({ credits }) => credits),
      speed: 'standard',
    })),
    code_attribution: { lines_added: 0, lines_removed: 0 },
    added_later: 'yes',
  }
}
