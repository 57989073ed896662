import type { Day } from '#core/time/day.ts'

import { WORKERS } from './company-use.ts'
import type { Holdings } from './github-holdings.ts'

const lines = (day: Day) =>
  WORKERS.map(({ name, times }) => ({
    day,
    user_login: `${name}-gh`,
    user_id: times,
    user_initiated_interaction_count: 5 * times,
    ai_credits_used: times,
  }))

/** What GitHub holds of the company; `more` people beside have a seat, and were given it. */
export function copilot(days: readonly Day[], more: number): Partial<Holdings> {
  const logins = [
    ...WORKERS.map(({ name }) => `${name}-gh`),
    ...Array.from({ length: more }, (_, at) => `idle-${at}`),
  ]
  const credits = { sku: 'Copilot AI Credits', model: 'GPT-5', netAmount: 0.06 }
  return {
    reports: Object.fromEntries(days.map((day) => [day, [lines(day)]])),
    teams: Object.fromEntries(
      days.map((day) => [
        day,
        [
          WORKERS.filter(({ name }) => name === 'bo').map(({ name }) => ({
            day,
            user_login: `${name}-gh`,
            slug: 'builders',
          })),
        ],
      ]),
    ),
    seats: logins.map((login, id) => ({ login, id, created_at: '2026-01-05T10:00:00Z' })),
    billed: {
      ai_credit: Object.fromEntries(days.map((day) => [day, [credits]])),
      premium_request: {},
    },
    audit: logins.map((user, at) => ({
      '@timestamp': Date.parse(`${days[0]}T09:00:00Z`) + at,
      _document_id: `given-${at}`,
      action: 'copilot.cfb_seat_added',
      actor: 'ada-gh',
      user,
      hashed_token: 'kq7NJLGYVf0fE5e5K1cYqN8QnO6Ew0kYxw4dM3vUo3c=',
      programmatic_access_type: 'GitHub App user-to-server token',
      actor_ip: '203.0.113.7',
    })),
    // Cyd never signed in by SAML: nobody but her knows that the login is hers.
    identities: WORKERS.filter(({ name }) => name !== 'cyd').map(({ name, email }) => ({
      nameId: email,
      username: null,
      login: `${name}-gh`,
    })),
  }
}
