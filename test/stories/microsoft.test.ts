import { expect, test } from 'vitest'

import type { Connector } from '#collect.ts'
import { microsoft365Copilot } from '#connectors/microsoft/connector.ts'
import { microsoftEntra } from '#connectors/microsoft/directory-connector.ts'
import { pseudonymizer } from '#connectors/pseudonym.ts'
import { answerCommand } from '#jobs/answer-command.ts'
import { sync } from '#jobs/sync.ts'
import { aliases } from '#store/aliases.ts'
import { answers } from '#store/answers.ts'
import { audit } from '#store/audit.ts'
import { collection } from '#store/collect.ts'
import { reconciler } from '#store/reconcile.ts'
import { roles } from '#store/roles.ts'
import { usageReader } from '#store/usage-reader.ts'
import { workspace } from '#store/workspace.ts'
import { openMemoryStore } from '#test/support/store.ts'
import { connectorCall, KEY, NOW } from '#test/support/vendors/connector-call.ts'
import { tenant } from '#test/support/vendors/microsoft-tenant.ts'
import { microsoft } from '#test/support/vendors/microsoft.ts'

const user = (name: string, department: string) => ({
  id: `id-${name}`,
  userPrincipalName: `${name}@corp.onmicrosoft.com`,
  mail: `${name}@corp.test`,
  accountEnabled: true,
  department,
  assignedLicenses: [{ skuId: 'c1' }],
})
const prompts = (id: string, name: string, count: number) => ({
  Id: id,
  CreationTime: '2026-11-20T09:00:00',
  Operation: 'CopilotInteraction',
  UserId: `${name}@corp.onmicrosoft.com`,
  CopilotEventData: {
    AppHost: 'Word',
    ThreadId: id,
    Messages: Array.from({ length: count }, () => ({ isPrompt: true })),
  },
})

test('prompts known by login are counted in the team that the directory gives the address', async () => {
  await using vendor = await microsoft(
    tenant({
      users: [user('ada', 'Sales/EMEA'), user('bob', 'Legal')],
      copilot: [{ userPrincipalName: 'ada@corp.onmicrosoft.com', displayName: 'Ada', last: {} }],
      skus: [
        {
          skuId: 'c1',
          skuPartNumber: 'Microsoft_365_Copilot',
          prepaidUnits: { enabled: 9, suspended: 0, warning: 0 },
          consumedUnits: 2,
        },
      ],
      blobs: [
        {
          id: 'b',
          contentType: 'Audit.General',
          available: '2026-11-20T11:00:00Z',
          records: [prompts('r1', 'ada', 3), prompts('r2', 'bob', 2), prompts('r3', 'zoe', 1)],
        },
      ],
    }),
  )
  await using store = await openMemoryStore()
  const settings = {
    MICROSOFT_TENANT_ID: vendor.settings.tenant,
    MICROSOFT_CLIENT_ID: vendor.settings.clientId,
    MICROSOFT_CLIENT_SECRET: vendor.settings.clientSecret,
    MICROSOFT_DIRECTORY_UNIT: 'department',
  }
  const job = (connector: Connector) => ({
    source: {
      connector,
      call: (signal: AbortSignal) => ({
        ...connectorCall(connector, { settings, servers: vendor.servers }),
        signal,
      }),
    },
    streams: connector.streams,
  })
  const silent = () => undefined
  const common = {
    clock: { now: () => NOW },
    log: { info: silent, warn: silent, error: silent },
  }
  const kept = collection(store)
  const outcome = await sync(
    {
      jobs: [job(microsoftEntra), job(microsoft365Copilot)],
      signal: new AbortController().signal,
    },
    {
      ...common,
      collection: kept,
      by: 'one',
      underWay: new Set(),
      redact: (text: string) => text,
      wait: () => Promise.resolve(),
    },
  )
  expect(outcome.map(({ stream, result, rows }) => [stream, result, rows])).toEqual([
    ['people', 'pulled', 2],
    ['purview', 'pulled', 6],
    ['usage', 'pulled', 1],
    ['seats', 'pulled', 3],
  ])
  await kept.rebuild()
  const answer = answerCommand({
    ...common,
    answers: answers(store.db),
    aliases: aliases(store.db, pseudonymizer(KEY).person),
    roles: roles(store.db, { admins: [], roles: [] }),
    usage: usageReader(store.db, { pseudonym: pseudonymizer(KEY).person }),
    workspace: workspace(store.db, 'UTC'),
    reconcile: reconciler(store.db),
    audit: audit(store.db),
    status: () => Promise.resolve([]),
  })
  const { report } = await answer({
    text: 'messages by:team tool:m365-copilot 2026-11-20',
    viewer: { kind: 'operator' },
    place: 'terminal',
  })
  const { measurements } = report as {
    readonly measurements: readonly { readonly metric: string }[]
  }
  expect(measurements.find(({ metric }) => metric === 'messages')).toMatchObject({
    now: 6,
    by: {
      rows: [
        { key: 'Sales/EMEA', now: 3 },
        { key: 'Legal', now: 2 },
        { key: null, now: 1 },
      ],
    },
  })
})
