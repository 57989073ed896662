import { addDays, type Day, dayAt } from '#core/time/day.ts'

import { WORKERS } from './company-use.ts'
import type { Activity, Workspace } from './google-workspace.ts'
import type { Tenant } from './microsoft-tenant.ts'

const login = (name: string) => `${name}@corp.onmicrosoft.com`
const each = (times: number) => Array.from({ length: times }, (_, at) => at)

/** Microsoft's tenant of the company: everyone has Copilot, and asks it in Word. */
export function tenantOf(days: readonly Day[], now: number): Partial<Tenant> {
  const people = WORKERS.map((worker) => ({ ...worker, upn: login(worker.name) }))
  return {
    now,
    refreshed: addDays(dayAt(now, 'UTC'), -2),
    users: people.map(({ name, email, unit, upn }) => ({
      id: `id-${name}`,
      userPrincipalName: upn,
      mail: email,
      accountEnabled: true,
      userType: 'Member',
      department: unit,
      assignedLicenses: [{ skuId: 'c1', disabledPlans: [] }],
    })),
    groups: [{ id: 'g1', displayName: 'AI pilots', members: ['id-ada'] }],
    skus: [
      {
        skuId: 'c1',
        skuPartNumber: 'Microsoft_365_Copilot',
        prepaidUnits: { enabled: 5, suspended: 0, warning: 0 },
        consumedUnits: people.length,
      },
    ],
    copilot: people.map(({ name, upn }) => ({
      userPrincipalName: upn,
      displayName: name,
      last: days[0] === undefined ? {} : { Word: days[0] },
    })),
    interactions: Object.fromEntries(
      people.map(({ name, times }) => [
        `id-${name}`,
        days.flatMap((day) =>
          each(2 * times).map((at) => ({
            id: `${Date.parse(`${day}T09:00:00Z`) + at}`,
            sessionId: `19:${day}-${name}@thread.v2`,
            requestId: `${day}-${name}-${at}`,
            appClass: 'IPM.SkypeTeams.Message.Copilot.Word',
            interactionType: 'userPrompt',
            createdDateTime: `${day}T09:00:00.00${at}Z`,
            from: { user: { id: `id-${name}` } },
            body: { contentType: 'text', content: 'Shorten this.' },
          })),
        ),
      ]),
    ),
    blobs: days.map((day) => ({
      id: `blob-${day}`,
      contentType: 'Audit.General',
      available: `${day}T11:00:00Z`,
      records: people.map(({ name, upn, times }) => ({
        Id: `${day}-${name}`,
        CreationTime: `${day}T09:00:00`,
        Operation: 'CopilotInteraction',
        UserId: upn,
        CopilotEventData: {
          AppHost: 'Word',
          ThreadId: `${day}-${name}`,
          Messages: each(2 * times).map(() => ({ isPrompt: true })),
        },
      })),
    })),
  }
}

/** Google's Workspace of the company: everyone writes with Gemini in Docs. */
export function workspaceOf(days: readonly Day[], now: number): Partial<Workspace> {
  const used = (day: Day): readonly Activity[] =>
    WORKERS.flatMap(({ name, email, times }) =>
      each(times).map((at) => ({
        time: `${day}T09:0${at}:00.000Z`,
        uniqueQualifier: `${day}-${name}-${at}`,
        email,
        app_name: 'docs',
        action: 'help_me_write',
        event_category: 'active_generate',
      })),
    )
  return {
    now,
    activities: days.flatMap(used),
    people: WORKERS.map(({ name, email, unit }) => ({
      id: `1${name}`,
      primaryEmail: email,
      orgUnitPath: `/${unit}`,
    })),
    busy: Object.fromEntries(WORKERS.map(({ email }) => [email, []])),
    groups: [{ id: 'g1', email: 'pilots@corp.test', name: 'AI pilots' }],
    members: {
      'pilots@corp.test': [{ id: '1ada', email: 'ada@corp.test', type: 'USER', role: 'MEMBER' }],
    },
  }
}
