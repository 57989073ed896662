import type { Door } from '#connectors/api/fault.ts'

/** Application permissions an admin consents to; the sentences go on "Grant the app …". */
const RIGHTS = {
  reports: 'the application permission Reports.Read.All of Microsoft Graph',
  licences: 'the application permission LicenseAssignment.Read.All of Microsoft Graph',
  users: 'the application permission User.Read.All of Microsoft Graph',
  groups: 'the application permission GroupMember.Read.All of Microsoft Graph',
  calendars: 'the application permission Calendars.ReadBasic of Microsoft Graph',
  history: 'the application permission AiEnterpriseInteraction.Read.All of Microsoft Graph',
  activity: 'the application permission ActivityFeed.Read of Office 365 Management APIs',
} as const

export type Right = keyof typeof RIGHTS

export const SECRET_FIX =
  'Make a new client secret in the app registration (its value, not its id) and put it in MICROSOFT_CLIENT_SECRET.'

export function doorOf(right: Right): Door {
  return {
    title: 'Microsoft',
    keyFix: SECRET_FIX,
    rightFix: `Grant the app ${RIGHTS[right]}, and grant admin consent.`,
    placeFix: `Check MICROSOFT_TENANT_ID. Grant the app ${RIGHTS[right]}, and grant admin consent.`,
  }
}
