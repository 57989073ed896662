import type { Precedence } from '#collection.ts'
import type { Audit } from '#ports.ts'

type Order = Parameters<Precedence['set']>[0]

/** Sets which source is believed, and counts the days it changes again. */
export async function setPrecedence(
  order: Order,
  house: { readonly precedence: Precedence; readonly audit: Audit; readonly at: number },
): ReturnType<Precedence['set']> {
  const { tool, measure, sources, from, by } = order
  const said = sources?.join(',') ?? 'default'
  const row = {
    at: house.at,
    viewer: by,
    place: 'command line',
    action: 'precedence',
    command: ['precedence set', tool, measure, said, ...(from ? ['--from', from] : [])].join(' '),
  } as const
  try {
    const set = await house.precedence.set(order)
    const detail = { before: set.before?.join(',') ?? null, days: set.days }
    await house.audit.record({ ...row, outcome: 'done', detail })
    return set
  } catch (error) {
    await house.audit.record({ ...row, outcome: 'failed', detail: {} })
    throw error
  }
}
