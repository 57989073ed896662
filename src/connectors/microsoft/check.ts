import { z } from 'zod'

import type { Call, Checked } from '#collect.ts'
import { UserError } from '#core/errors.ts'

import { feedOf } from './feed.ts'
import { graphOf } from './graph.ts'
import { copilotSkus } from './seats.ts'
import { type Token, tokenOf } from './token.ts'
import { readReport, refuseConcealed } from './usage-report.ts'
import { reportLines } from './usage.ts'
import { type Enabled, enabledPeople } from './user-count.ts'

/** The report and the licences are needed; without the audit feed its stream fails, with a warning. */
export async function checkCopilot(call: Call): Promise<readonly Checked[]> {
  const token = tokenOf(call)
  const graph = graphOf(call, token)
  const report = readReport(await reportLines(graph), call.pseudonyms)
  const skus = await copilotSkus(graph, call)
  const bought = skus.reduce((sum, { prepaidUnits }) => sum + prepaidUnits.enabled, 0)
  const held = skus.reduce((sum, { consumedUnits }) => sum + (consumedUnits ?? 0), 0)
  return [
    await tried(`The usage report of ${report.refreshed ?? 'no day yet'} can be read.`, () => {
      refuseConcealed(report.concealed, report.periods.length)
      return Promise.resolve()
    }),
    { level: 'ok', says: `The licences can be read: ${bought} bought, ${held} given out.` },
    ...counted(await enabledPeople(graph), held),
    await tried('The audit feed can be read.', () => feedOf(call, token).subscribed()),
    ...(await breadth(token)),
  ]
}

/** A second count of the holders: it tells of licences by names we do not know. */
function counted(enabled: Enabled | undefined, held: number): readonly Checked[] {
  if (!enabled || enabled.people <= held) return []
  return [
    {
      level: 'warning',
      says: `Microsoft counted ${enabled.people} people with Copilot on ${enabled.day}, more than the licences given out: name the others in MICROSOFT_COPILOT_SKUS.`,
    },
  ]
}

export async function checkDirectory(call: Call): Promise<readonly Checked[]> {
  const token = tokenOf(call)
  const graph = graphOf(call, token)
  await graph
    .pages({ call: 'GET /v1.0/users', right: 'users', query: { $select: 'id', $top: '1' } })
    .next()
  const groups = call.setting('MICROSOFT_DIRECTORY_GROUPS') !== undefined
  if (groups)
    await graph
      .pages({ call: 'GET /v1.0/groups', right: 'groups', query: { $select: 'id', $top: '1' } })
      .next()
  return [
    { level: 'ok', says: `People${groups ? ' and groups' : ''} can be read.` },
    ...(await breadth(token)),
  ]
}

async function tried(says: string, ask: () => Promise<void>): Promise<Checked> {
  try {
    await ask()
    return { level: 'ok', says }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    return { level: 'warning', says: `${error.message}. ${error.fix}` }
  }
}

const claims = z.looseObject({ roles: z.array(z.string()).nullish() })
/** What we ask for, and what is read with the content of messages or changes anything. */
const BROAD =
  /write|fullcontrol|^(mail|chat|chatmessage|files|sites|calendars|notes|aienterpriseinteraction|directory)\.|\.manage|\.send/i

/** The roles in the app's own token: what an admin consented to. */
async function breadth(token: Token): Promise<readonly Checked[]> {
  const [, part = ''] = (await token('https://graph.microsoft.com')).split('.')
  let roles: readonly string[] = []
  try {
    const read = claims.safeParse(JSON.parse(Buffer.from(part, 'base64url').toString('utf8')))
    roles = read.data?.roles ?? []
  } catch {
    // Tokens need not be readable to those who carry them.
  }
  const broad = roles.filter((role) => BROAD.test(role))
  return broad.length === 0
    ? []
    : [
        {
          level: 'warning',
          says: `The app could do more than is needed (${broad.join(', ')}): remove those permissions.`,
        },
      ]
}
