import { z } from 'zod'

import type { Call, GovernanceEvent } from '#collect.ts'
import { microsOf } from '#connectors/api/days.ts'
import { referenceOf } from '#connectors/api/reference.ts'
import { daysIn } from '#connectors/time.ts'
import type { UsageEvent } from '#ingest.ts'

import { featureOfApp } from './app-feature.ts'
import { M365_COPILOT } from './tool.ts'

export const PURVIEW_SOURCE = 'm365-copilot-purview'

const text = z.string().nullish()
const truth = z.boolean().nullish()

/**
 * https://learn.microsoft.com/office/office-365-management-api/copilot-schema. A message's `Size` has no
 * documented unit: it is not read.
 */
const record = z.looseObject({
  Id: z.string().min(1),
  CreationTime: z.string(),
  UserId: text,
  AgentId: text,
  CopilotEventData: z.looseObject({
    AppHost: text,
    ThreadId: text,
    Messages: z.array(z.looseObject({ isPrompt: truth, JailbreakDetected: truth })).nullish(),
    AccessedResources: z
      .array(
        z.looseObject({
          Id: text,
          SiteUrl: text,
          Type: text,
          Action: text,
          Status: text,
          SensitivityLabelId: text,
          XPIADetected: truth,
        }),
      )
      .nullish(),
    ModelTransparencyDetails: z.array(z.looseObject({ ModelName: text })).nullish(),
  }),
})
type Interaction = z.infer<typeof record>
type Resource = NonNullable<Interaction['CopilotEventData']['AccessedResources']>[number]

export type Read = {
  readonly events: readonly UsageEvent[]
  readonly governance: readonly GovernanceEvent[]
  readonly fault?: string
}

/** Whether a record of the feed is one of Copilot: the feed carries all of Microsoft 365. */
export const isInteraction = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (value as Record<string, unknown>)['Operation'] === 'CopilotInteraction'

/**
 * Prompts as events, and what was read or found suspicious; no text, names or addresses. `publishedMicros`:
 * when the content it is in came to be there.
 */
export function readInteraction(value: unknown, publishedMicros: bigint | null, call: Call): Read {
  const read = record.safeParse(value)
  if (!read.success) return { events: [], governance: [], fault: 'has no id, time or event data' }
  const one = read.data
  // Written without a zone, and in UTC.
  const { CreationTime: time } = one
  const at = microsOf(/Z|[+-]\d\d:\d\d$/i.test(time) ? time : `${time}Z`)
  if (at === undefined) return { events: [], governance: [], fault: 'has no readable time' }
  const events = eventsOf(one, at, call)
  const governance = governanceOf(one, { at, publishedMicros }, call)
  return one.CopilotEventData.Messages?.length
    ? { events, governance }
    : { events, governance, fault: 'names no messages: its prompts are not counted' }
}

function eventsOf(one: Interaction, atMicros: bigint, call: Call): readonly UsageEvent[] {
  const { pseudonyms, zone } = call
  const { ThreadId, Messages, ModelTransparencyDetails } = one.CopilotEventData
  const models = new Set(ModelTransparencyDetails?.map(({ ModelName }) => ModelName || null) ?? [])
  const [model = null] = models
  const known = {
    atMicros,
    day: daysIn(zone)(Number(atMicros / 1000n)),
    account: personOf(one, call),
    tool: M365_COPILOT,
    source: PURVIEW_SOURCE,
    // Several models worked on one turn: none of them is the prompt's.
    model: models.size === 1 ? model : null,
    feature: featureOf(one),
    conversation: ThreadId ? pseudonyms.conversation(`microsoft:${ThreadId}`) : null,
    agent: false,
    error: false,
    promptCharacters: null,
    outputCharacters: null,
    inputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    outputTokens: null,
    costPicos: null,
    costBasis: null,
    assetKind: null,
    asset: null,
    run: null,
  } as const
  return (Messages ?? []).flatMap(({ isPrompt }, index) => {
    if (isPrompt !== true) return []
    const id = pseudonyms.event(`${PURVIEW_SOURCE}:${one.Id}:${index}`)
    const said = [id, known.account, known.conversation, known.model, known.feature, time(known)]
    return [{ ...known, id, digest: pseudonyms.event(JSON.stringify(said)) }]
  })
}

const time = ({ atMicros }: { readonly atMicros: bigint }) => String(atMicros)

/** Service principals and "Not Available" stand in the same field. */
const personOf = ({ UserId }: Interaction, { pseudonyms }: Call) =>
  UserId?.includes('@') === true ? pseudonyms.person(UserId) : null

function featureOf({ AgentId, CopilotEventData: { AppHost } }: Interaction): UsageEvent['feature'] {
  if (AgentId) return 'agents'
  return featureOfApp(AppHost ?? '')
}

const WORD = /^[a-z][a-z0-9]{0,39}$/i

function governanceOf(
  one: Interaction,
  {
    at: atMicros,
    publishedMicros,
  }: { readonly at: bigint; readonly publishedMicros: bigint | null },
  call: Call,
): readonly GovernanceEvent[] {
  const { pseudonyms } = call
  const entry = (
    kind: string,
    said: Pick<GovernanceEvent, 'type' | 'action'> & Partial<GovernanceEvent>,
  ): GovernanceEvent => ({
    atMicros,
    source: PURVIEW_SOURCE,
    tool: M365_COPILOT,
    actor: personOf(one, call),
    objectKind: null,
    object: null,
    target: null,
    outcome: null,
    ...said,
    id: pseudonyms.event(`${PURVIEW_SOURCE}:${one.Id}:${kind}`),
    reference: referenceOf(one.Id),
    publishedMicros,
  })
  const { AccessedResources, Messages } = one.CopilotEventData
  const resources = (AccessedResources ?? []).flatMap((resource, index) => {
    const named = { objectKind: kindOf(resource), object: objectOf(resource, call) }
    const { Action, Status, XPIADetected } = resource
    const action = WORD.test(Action ?? '') ? `CopilotInteraction.${Action}` : 'CopilotInteraction'
    const outcome = OUTCOMES[Status?.toLowerCase() ?? ''] ?? null
    return [
      entry(`resource:${index}`, { type: 'data_access', action, ...named, outcome }),
      ...(XPIADetected === true
        ? [entry(`xpia:${index}`, { type: 'injection_flag', action: 'XPIADetected', ...named })]
        : []),
    ]
  })
  const attacks = (Messages ?? []).flatMap(({ JailbreakDetected }, index) =>
    JailbreakDetected === true
      ? [entry(`jailbreak:${index}`, { type: 'injection_flag', action: 'JailbreakDetected' })]
      : [],
  )
  return [...resources, ...attacks]
}

const OUTCOMES: Readonly<Record<string, GovernanceEvent['outcome']>> = {
  success: 'ok',
  failure: 'denied',
}

/** `docx`, or `labelled docx` where a sensitivity label is on it. */
function kindOf({ Type, SensitivityLabelId }: Resource): string | null {
  const kind = WORD.test(Type ?? '') ? (Type?.toLowerCase() ?? null) : null
  return SensitivityLabelId ? `labelled ${kind ?? 'resource'}` : kind
}

function objectOf({ SiteUrl, Id }: Resource, { pseudonyms }: Call): string | null {
  const name = SiteUrl || Id
  return name ? pseudonyms.asset(`microsoft:${name}`) : null
}
