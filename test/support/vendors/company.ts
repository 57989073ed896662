import { addDays, type Day, dayAt } from '#core/time/day.ts'

import * as anthropic from './anthropic.ts'
import { chatGptServer, CODEX_KEY, COMPLIANCE_KEY, ORGANIZATION, WORKSPACE } from './chatgpt.ts'
import { copilot } from './company-copilot.ts'
import { directories } from './company-directories.ts'
import * as offices from './company-offices.ts'
import * as use from './company-use.ts'
import { ADMIN_KEY as CURSOR_ADMIN_KEY, cursorServer } from './cursor.ts'
import { holdings } from './github-holdings.ts'
import { PULLS_SETTINGS } from './github-pulls.ts'
import { github } from './github.ts'
import { gitlab } from './gitlab.ts'
import { workspace } from './google-workspace.ts'
import { google as googleOf } from './google.ts'
import { langfuseServer } from './langfuse.ts'
import { litellm, proxy } from './litellm.ts'
import { tenant } from './microsoft-tenant.ts'
import { microsoft } from './microsoft.ts'
import { OPENAI_ADMIN_KEY, openAiServer } from './openai.ts'
import { MANAGEMENT_KEY, openrouterServer } from './openrouter.ts'
import type { VendorServer } from './vendor-server.ts'

/** A connector's servers, and the settings it is on with. */
export type Supplied = {
  readonly servers: readonly VendorServer[]
  readonly settings: Readonly<Record<string, string>>
}

/**
 * Every vendor of a company of three people, on the loopback, with `days` days of use before `now`.
 * `more` people have a seat and an entry in GitHub's audit log, and nothing else.
 */
export async function vendorCompany({
  now,
  days = 30,
  more = 0,
}: {
  readonly now: number
  readonly days?: number
  readonly more?: number
}) {
  const closing = new AsyncDisposableStack()
  const yesterday = addDays(dayAt(now, 'UTC'), -1)
  const all: readonly Day[] = Array.from({ length: days }, (_, back) => addDays(yesterday, -back))
  const every = <Row>(of: (day: Day) => readonly Row[]): Row[] => all.flatMap((day) => of(day))
  const people = use.WORKERS
  const audited = `${yesterday}T09:00:00Z`

  const openai = closing.use(await openAiServer({ now }))
  openai.people(people.map(({ name, email }) => ({ id: `user-${name}`, email })))
  openai.projects(
    [{ id: 'proj_1', name: 'Support bot' }],
    [{ id: 'key_1', name: 'bot', project: 'proj_1' }],
  )
  openai.use(every(use.openAiUses))
  openai.bill(every(use.openAiCosts))
  openai.happen({ id: 'a1', type: 'api_key.created', effective_at: Date.parse(audited) / 1000 })

  const chatgpt = closing.use(await chatGptServer({ now }))
  chatgpt.people(people.map(({ name, email }) => ({ id: `user-${name}`, email })))
  for (const day of all)
    for (const [type, lines] of Object.entries(use.chatGptLogs(day)))
      chatgpt.publish(type, `${day}T23:00:00Z`, lines)
  chatgpt.codex(every(use.codexUses))

  const claude = closing.use(await anthropic.anthropicServer({ now }))
  claude.restate(every(use.anthropicUses))
  claude.refreshed(new Date(now - 4 * 3_600_000).toISOString())
  for (const day of all) {
    claude.claudeCode(day, use.claudeCodeRows(day) as readonly anthropic.ClaudeCodeRow[])
    claude.enterprise(day, use.enterpriseDays)
    claude.summary(day, { assigned_seat_count: people.length })
  }
  claude.users(people.map(({ name, email }) => ({ id: `user_${name}`, email })))
  claude.named([{ id: 'apikey_01', name: 'ci' }])
  claude.happened({
    id: 'act_1',
    created_at: audited,
    type: 'api_key_created',
    actor: { type: 'user_actor', email_address: 'ada@corp.test' },
  })
  claude.happened({
    id: 'act_2',
    created_at: audited,
    type: 'platform_workspace_updated',
    actor: { type: 'api_actor', api_key_id: 'apikey_01', ip_address: '203.0.113.7' },
  })

  const organization = copilot(all, more)
  const acme = closing.use(
    await github(holdings(organization), {
      members: people.map(({ name }) => name),
      pulls: all.map((day) => ({ author: 'ada', createdAt: `${day}T10:00:00Z` })),
    }),
  )
  const group = closing.use(
    await github(holdings({ ...organization, kind: 'enterprises', name: 'acme-group' })),
  )

  const merges = closing.use(
    await gitlab({
      members: people.map(({ name }) => ({ username: name })),
      requests: all.map((day) => ({ author: { username: 'ada' }, createdAt: `${day}T10:00:00Z` })),
    }),
  )

  const cursor = closing.use(await cursorServer({ now, perMinute: 10_000 }))
  cursor.members(people.map(({ email, times }) => ({ id: times, email })))
  cursor.restate(every(use.cursorEvents))
  cursor.restateDays(every(use.cursorDays))
  cursor.happened({
    event_id: 'e1',
    timestamp: audited,
    event_type: 'add_user',
    user_email: 'ada@corp.test',
  })

  const gateway = closing.use(
    await litellm(proxy({ spend: every(use.spendRows), daily: every(use.dailyRows) })),
  )
  const langfuse = closing.use(await langfuseServer(every(use.observationsOf)))
  const openrouter = closing.use(await openrouterServer({ now }))
  openrouter.members(people.map(({ name, email }) => ({ id: `user_${name}`, email })))
  openrouter.restate(every(use.openRouterUses))

  const office = closing.use(await microsoft(tenant(offices.tenantOf(all, now))))
  // A tenant that has no report in v1.0 yet.
  const beta = closing.use(await microsoft(tenant(offices.tenantOf(all, now))))
  beta.graph.faults.push({ path: /v1\.0\/copilot\/reports/, times: 99, answer: { status: 404 } })
  const google = closing.use(await googleOf(workspace(offices.workspaceOf(all, now))))
  const sitting = await directories(closing)
  const app = ({ settings }: typeof office) => ({
    MICROSOFT_TENANT_ID: settings.tenant,
    MICROSOFT_CLIENT_ID: settings.clientId,
    MICROSOFT_CLIENT_SECRET: settings.clientSecret,
  })
  const account = {
    GOOGLE_SERVICE_ACCOUNT: JSON.stringify(google.credentials),
    GOOGLE_ADMIN: google.workspace.admin,
  }

  const suppliers = {
    openai: { servers: [openai], settings: { OPENAI_ADMIN_KEY } },
    chatgpt: {
      servers: chatgpt.servers,
      settings: {
        CHATGPT_COMPLIANCE_KEY: COMPLIANCE_KEY,
        CHATGPT_WORKSPACE_ID: WORKSPACE,
        CHATGPT_ORGANIZATION_ID: ORGANIZATION,
      },
    },
    codex: {
      servers: chatgpt.servers,
      settings: { CODEX_ANALYTICS_KEY: CODEX_KEY, CHATGPT_WORKSPACE_ID: WORKSPACE },
    },
    anthropic: { servers: [claude], settings: { ANTHROPIC_ADMIN_KEY: anthropic.ADMIN_KEY } },
    'claude-enterprise': {
      servers: [claude],
      settings: { CLAUDE_ANALYTICS_KEY: anthropic.ANALYTICS_KEY },
    },
    'claude-compliance': {
      servers: [claude],
      settings: { CLAUDE_COMPLIANCE_KEY: anthropic.COMPLIANCE_KEY },
    },
    'github-copilot': {
      servers: acme.servers,
      settings: { ...acme.settings, AI_USAGE_CREDIT_USD: '0.01' },
    },
    'github-pulls': { servers: acme.servers, settings: PULLS_SETTINGS },
    gitlab: { servers: [merges], settings: merges.settings },
    cursor: { servers: [cursor], settings: { CURSOR_ADMIN_KEY } },
    litellm: { servers: [gateway], settings: gateway.settings },
    langfuse: { servers: [langfuse], settings: langfuse.settings },
    openrouter: {
      servers: [openrouter],
      settings: { OPENROUTER_MANAGEMENT_KEY: MANAGEMENT_KEY },
    },
    'microsoft-365-copilot': { servers: office.servers, settings: app(office) },
    'microsoft-calendar': {
      servers: office.servers,
      settings: { ...app(office), MICROSOFT_CALENDAR_HOURS: '09:00-17:00' },
    },
    'microsoft-copilot-history': {
      servers: office.servers,
      settings: {
        MICROSOFT_TENANT_ID: office.settings.tenant,
        MICROSOFT_CONTENT_CLIENT_ID: office.tenant.contentApp.clientId,
        MICROSOFT_CONTENT_CLIENT_SECRET: office.tenant.contentApp.clientSecret,
      },
    },
    'microsoft-entra': {
      servers: office.servers,
      settings: {
        ...app(office),
        MICROSOFT_DIRECTORY_UNIT: 'department',
        MICROSOFT_DIRECTORY_GROUPS: 'AI *',
      },
    },
    'google-calendar': {
      servers: google.servers,
      settings: { ...account, GOOGLE_CALENDAR_HOURS: '09:00-17:00' },
    },
    'gemini-workspace': { servers: google.servers, settings: account },
    'google-directory': {
      servers: google.servers,
      settings: {
        ...account,
        GOOGLE_DIRECTORY_UNIT: 'orgUnitPath',
        GOOGLE_DIRECTORY_GROUPS: 'AI *',
      },
    },
    ...sitting.suppliers,
  } satisfies Record<string, Supplied>

  return {
    suppliers: suppliers as Readonly<Record<string, Supplied>>,
    /** The same connectors set up in another way. */
    besides: {
      'github-copilot': { servers: group.servers, settings: group.settings },
      'microsoft-365-copilot': { servers: beta.servers, settings: app(beta) },
      ...sitting.besides,
    } as Readonly<Record<string, Supplied>>,
    openai,
    openrouter,
    chatgpt,
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

/** The settings of every connector, and the way to its servers, as environment variables. */
export function environmentOf(suppliers: Readonly<Record<string, Supplied>>) {
  const all = Object.values(suppliers)
  const hosts = new Map(
    all.flatMap(({ servers }) => servers.map(({ host, origin }) => [host, origin] as const)),
  )
  return {
    ...Object.assign({}, ...all.map(({ settings }) => settings)),
    AI_USAGE_EGRESS: [...hosts].map(([host, origin]) => `${host}=${origin}`).join(','),
  } as Readonly<Record<string, string>>
}
