import type { Call, Checked } from '#collect.ts'
import { lastWholeDay } from '#connectors/api/days.ts'
import { UserError } from '#core/errors.ts'
import { addDays } from '#core/time/day.ts'

import { auditPage } from './audit.ts'
import { billedOn } from './billing.ts'
import { type Answer, githubOf } from './client.ts'
import { linksOf } from './links.ts'
import { identitiesAfter } from './logins.ts'
import { seatPage } from './seats.ts'

/** Scopes of a classic token with which more could be done than reading what we read. */
const BROAD =
  /^(repo|workflow|write:|admin:|delete|user$|gist$|delete_repo|site_admin|project$|manage_billing)/

/** Reports and seats are needed; without the rest the other streams stay empty, with a warning. */
export async function check(call: Call): Promise<readonly Checked[]> {
  const github = await githubOf(call)
  const day = addDays(lastWholeDay(call.now()), -4)
  const { links, headers } = await linksOf(github, 'users-1-day', day)
  const seats = { call: 'GET {at}/copilot/billing/seats', right: 'seats' } as const
  await github.get({ ...seats, query: { per_page: 1 } }, seatPage)
  const audit = { call: 'GET {at}/audit-log', right: 'audit' } as const
  return [
    links.length > 0
      ? { level: 'ok', says: `The report of ${day} is there.` }
      : {
          level: 'warning',
          says: `There is no report of ${day}: set the policy Copilot usage metrics to Enabled everywhere.`,
        },
    { level: 'ok', says: 'The list of seats can be read.' },
    await tried('The bill', () => billedOn(github, 'ai_credit', day)),
    await tried('The audit log', () =>
      github.get({ ...audit, query: { phrase: 'action:copilot', per_page: 1 } }, auditPage),
    ),
    await tried('Single sign-on', async () => {
      if (await identitiesAfter(null, { github, call })) return
      throw new UserError(
        'no SAML single sign-on is set up, so logins stay without addresses',
        'List logins as aliases in the directory.',
      )
    }),
    ...breadth(headers),
  ]
}

async function tried(what: string, ask: () => Promise<unknown>): Promise<Checked> {
  try {
    await ask()
    return { level: 'ok', says: `${what} can be read.` }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { level: 'warning', says: `${what}: ${error.message}. ${error.fix}` }
  }
}

/** GitHub shows a token's scopes, where it is a classic one, and when it ends. */
function breadth(headers: Answer<unknown>['headers']): readonly Checked[] {
  const scopes = String(headers['x-oauth-scopes'] ?? '')
    .split(',')
    .map((scope) => scope.trim())
  const broad = scopes.filter((scope) => BROAD.test(scope))
  const ends = headers['github-authentication-token-expiration'] !== undefined
  return [
    ...(broad.length > 0
      ? [
          {
            level: 'warning',
            says: `The token could do more than is needed (${broad.join(', ')}): make one with only the scopes of the recipe.`,
          } as const,
        ]
      : []),
    ...(ends
      ? []
      : [
          {
            level: 'warning',
            says: 'The token never expires: make one that does.',
          } as const,
        ]),
  ]
}
