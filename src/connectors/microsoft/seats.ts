import { z } from 'zod'

import type { Call, SnapshotStream } from '#collect.ts'
import { shaped } from '#connectors/api/client.ts'
import { refusals } from '#connectors/api/refusals.ts'
import { chunks } from '#connectors/api/report-sum.ts'
import { ALWAYS } from '#connectors/directory.ts'
import { UserError } from '#core/errors.ts'
import type { Seat } from '#ingest.ts'

import { doorOf } from './fault.ts'
import { type Graph, graphOf } from './graph.ts'
import { M365_COPILOT } from './tool.ts'

const SKUS = { call: 'GET /v1.0/subscribedSkus', right: 'licences' } as const
const USERS = {
  call: 'GET /v1.0/users',
  right: 'users',
  query: { $select: 'id,userPrincipalName,mail,assignedLicenses', $top: '999' },
} as const
/** Microsoft's part numbers vary by edition; those of Copilot Studio and GitHub are other products. */
const COPILOT = /^(microsoft_?365|m365|o365)_copilot/i

const sku = z.looseObject({
  skuId: z.string().min(1),
  skuPartNumber: z.string().min(1),
  capabilityStatus: z.string().nullish(),
  prepaidUnits: z.looseObject({ enabled: z.int().nonnegative() }),
  consumedUnits: z.int().nonnegative().nullish(),
})
const holder = z.looseObject({
  id: z.string().min(1),
  userPrincipalName: z.string().nullish(),
  mail: z.string().nullish(),
  assignedLicenses: z.array(z.looseObject({ skuId: z.string() })).nullish(),
})

/** Licences bought, and who holds one. Graph does not say what they cost. */
export const seats: SnapshotStream = {
  how: 'snapshot',
  id: 'seats',
  says: 'Copilot licences bought, and who holds one.',
  source: 'm365-copilot-seats',
  tools: [M365_COPILOT],
  historyDays: null,
  everyMinutes: 1440,
  async *pull(call) {
    const graph = graphOf(call)
    const plans = await plansOf(graph, call)
    const pools = new Map<string, number>()
    for (const { skuPartNumber, prepaidUnits } of plans.values())
      pools.set(skuPartNumber, (pools.get(skuPartNumber) ?? 0) + prepaidUnits.enabled)
    yield { seats: [...pools].map(([plan, purchased]) => seat({ plan, purchased })) }
    const refused = refusals()
    for await (const found of holdersOf(graph, plans, refused)) {
      const held = found.map(({ name, plan }) =>
        seat({ plan, account: call.pseudonyms.person(name) }),
      )
      for (const page of chunks(held)) yield { seats: page }
    }
    yield { refused: refused.take() }
  },
}

type Plans = ReadonlyMap<string, z.infer<typeof sku>>

/** The Copilot licences by their ids. @throws UserError when the tenant has none by a name we know */
export const plansOf = async (graph: Graph, call: Call): Promise<Plans> =>
  new Map((await copilotSkus(graph, call)).map((one) => [one.skuId, one]))

/** Who holds a licence, a page of users at a time. `name` is what the person is known by elsewhere. */
export async function* holdersOf(
  graph: Graph,
  plans: Plans,
  refused: ReturnType<typeof refusals>,
): AsyncGenerator<
  readonly { readonly id: string; readonly name: string; readonly plan: string }[]
> {
  for await (const rows of graph.pages(USERS))
    yield rows.flatMap((row) => {
      const read = holder.safeParse(row).data
      if (!read) refused.add('list of users', 'has no readable id and licences')
      const plan = read?.assignedLicenses?.flatMap(({ skuId }) => plans.get(skuId) ?? [])[0]
      if (!read || !plan) return []
      const name = read.mail || read.userPrincipalName || `microsoft:${read.id}`
      return [{ id: read.id, name, plan: plan.skuPartNumber }]
    })
}

function seat(of: { plan: string; purchased?: number; account?: string }): Seat {
  return {
    tool: M365_COPILOT,
    plan: of.plan,
    account: of.account ?? null,
    from: ALWAYS,
    to: null,
    monthlyMicros: null,
    currency: 'USD',
    purchased: of.purchased ?? null,
    lastActivity: null,
  }
}

/** @throws UserError when the tenant has none by a name we know */
export async function copilotSkus(
  graph: Graph,
  call: Call,
): Promise<readonly z.infer<typeof sku>[]> {
  const where = { door: doorOf(SKUS.right), call: SKUS.call }
  const named = call
    .setting('MICROSOFT_COPILOT_SKUS')
    ?.split(',')
    .map((name) => name.trim().toLowerCase())
  const found: z.infer<typeof sku>[] = []
  for await (const rows of graph.pages(SKUS))
    for (const one of shaped(rows, z.array(sku), where))
      if (named?.includes(one.skuPartNumber.toLowerCase()) ?? COPILOT.test(one.skuPartNumber))
        found.push(one)
  // A subscription that was deleted stays in the list for a while, without licences in force.
  const held = found.filter(({ capabilityStatus }) => capabilityStatus !== 'Deleted')
  if (held.length > 0) return held
  throw new UserError(
    'The tenant has no licence that is named like Microsoft 365 Copilot',
    'Put the part numbers of your Copilot licences, as Get-MgSubscribedSku lists them, in MICROSOFT_COPILOT_SKUS.',
  )
}
