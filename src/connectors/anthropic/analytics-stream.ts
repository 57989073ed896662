import { z } from 'zod'

import type { Call, DayStream, Pseudonymizer, Pulled, ServiceAccount, Window } from '#collect.ts'
import { daysOf, unixOf } from '#connectors/api/days.ts'
import { addDays, type Day, day } from '#core/time/day.ts'

import { actorShape, type Owner, ownerOf } from './actor.ts'
import { analyticsDays, type DayOfRows, type GroupBy } from './analytics-days.ts'
import { type AnthropicDoor, anthropicClient } from './client.ts'
import { type ServiceNames, serviceNames } from './names.ts'
import { CLAUDE_TAG, type Product, productOf } from './product.ts'

/** The reports begin here. */
export const FIRST_DAY = day('2026-01-01')

const name = z.string().max(500).nullish()
const group = z.looseObject({
  actor: actorShape.nullish(),
  model: name,
  product: name,
  api_key_id: name,
  workspace_id: name,
  claude_tag_user_id: name,
})

/** A row that is whose, of what. */
export type OwnedRow<Values> = {
  readonly owner: Owner
  readonly product: Product
  readonly productName: string | null
  readonly model: string | null
  readonly values: Values
}

export type Report<Values> = {
  readonly kind: 'usage' | 'cost'
  readonly values: z.ZodType<Values>
  /** A day's rows as pages. */
  readonly pages: (day: Day, rows: readonly OwnedRow<Values>[]) => Iterable<Pulled>
}

const GROUPS: readonly GroupBy[] = ['actor', 'model', 'product', 'api_key_id', 'workspace_id']
/** Claude in Slack says its people by their Slack ids; the other two leave room for them. */
const TAG_GROUPS: readonly GroupBy[] = ['actor', 'model', 'product', 'claude_tag_user_id']

/** How a report of the analytics API is pulled; both report what changes for a month. */
export const ANALYTICS = {
  how: 'days',
  bucketZone: 'UTC',
  lateDays: 31,
  windowDays: 31,
  historyDays: 364,
  everyMinutes: 240,
} as const satisfies Partial<DayStream>

/** Slack users as the Slack directory names them, so that they meet their e-mail address there. */
const slackLogin = (id: string) => `slack:${id}`

export function pullAnalytics<Values>(door: AnthropicDoor, report: Report<Values>) {
  return async function* pull(window: Window, call: Call): AsyncGenerator<Pulled> {
    const early = {
      from: window.from,
      to: window.to < FIRST_DAY ? window.to : addDays(FIRST_DAY, -1),
    }
    if (window.from < FIRST_DAY) yield { unpublished: daysOf(early) }
    if (window.to < FIRST_DAY) return
    const from = window.from < FIRST_DAY ? FIRST_DAY : window.from
    const client = await anthropicClient(call, door)
    const asked = { kind: report.kind, window: { from, to: window.to } }
    const services = announced()
    const read = reader(report.values, {
      pseudonyms: call.pseudonyms,
      names: await serviceNames(client, { call, door }),
    })
    const refreshed = { at: Infinity }
    let tagged = false
    const given = function* (each: DayOfRows<OwnedRow<Values>>): Generator<Pulled> {
      const { day, rows, refused, publishedAt } = each
      refreshed.at = publishedAt ?? refreshed.at
      yield {
        refused,
        services: services(rows.map(({ owner }) => owner)),
        ...(publishedAt === undefined ? {} : { publishedAt }),
      }
      if (isOver(day, refreshed.at)) yield* report.pages(day, rows)
    }
    const pulling = { call, door }
    const all = { ...asked, groupBy: GROUPS, read }
    for await (const each of analyticsDays(client, all, pulling)) {
      const rows = each.rows.filter(({ productName }) => productName !== CLAUDE_TAG)
      tagged ||= rows.length < each.rows.length
      yield* given({ ...each, rows })
    }
    const tag = { ...asked, groupBy: TAG_GROUPS, product: CLAUDE_TAG, read } as const
    if (tagged) for await (const each of analyticsDays(client, tag, pulling)) yield* given(each)
    const unpublished = daysOf(asked.window).filter((day) => !isOver(day, refreshed.at))
    if (unpublished.length > 0) yield { unpublished }
  }
}

/** The vendor refreshes every few hours: until then a day that ended lacks its evening. */
const isOver = (day: Day, refreshedAt: number) => unixOf(addDays(day, 1)) * 1000 <= refreshedAt

function reader<Values>(
  values: z.ZodType<Values>,
  known: { readonly pseudonyms: Pseudonymizer; readonly names: ServiceNames },
) {
  const row = z.looseObject({ group, usage: z.unknown().optional(), cost: z.unknown().optional() })
  return (raw: unknown): OwnedRow<Values> | string => {
    const read = row.safeParse(raw)
    if (!read.success) return `has another form at ${read.error.issues[0]?.path.join('.') ?? '?'}`
    const counted = values.safeParse(read.data.usage ?? read.data.cost)
    if (!counted.success)
      return `has another form at ${counted.error.issues[0]?.path.join('.') ?? '?'}`
    const { actor, product, api_key_id: key, workspace_id: workspace, model } = read.data.group
    const slack = read.data.group.claude_tag_user_id
    const isPerson = actor?.type === 'user_actor'
    const owner =
      slack && !isPerson
        ? { account: known.pseudonyms.person(slackLogin(slack)), person: true }
        : ownerOf({ actor, key, workspace }, known)
    const onPlatform =
      Boolean(key ?? workspace) || (actor !== null && actor !== undefined && !isPerson)
    return {
      owner,
      product: productOf(product, onPlatform),
      productName: product ?? null,
      model: model ?? null,
      values: counted.data,
    }
  }
}

/** Services not said before in this pull. */
export function announced(): (owners: readonly Owner[]) => readonly ServiceAccount[] {
  const known = new Set<string>()
  return (owners) =>
    owners.flatMap(({ service }) => {
      if (!service || known.has(service.account)) return []
      known.add(service.account)
      return [service]
    })
}
