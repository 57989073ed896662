import { z } from 'zod'

import type { Call } from '#collect.ts'
import { answerFault, type Door, faultOf } from '#connectors/api/fault.ts'
import { type JsonLine, jsonLines } from '#connectors/api/json-lines.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'

import type { Github } from './client.ts'
import { doorOf } from './fault.ts'
import { placeOf } from './place.ts'

const links = z.looseObject({ download_links: z.array(z.url()).nullish() })

/** A kind of report there is for each day, as GitHub's addresses name it. */
type Report = 'users-1-day' | 'user-teams-1-day'

/** The links of a day's report; none before it is published. */
export async function linksOf(github: Github, report: Report, day: Day) {
  const question = {
    call: `GET {at}/copilot/metrics/reports/${report}`,
    right: 'reports',
    query: { day },
  } as const
  const { body, headers } = await github.get(question, links)
  return { links: body?.download_links ?? [], headers }
}

/** The lines behind a signed link, which is fetched as it is, without the token. */
export async function* linesAt(
  link: string,
  report: Report,
  call: Call,
): AsyncGenerator<readonly JsonLine[]> {
  const where = {
    door: doorOf('reports', placeOf(call)),
    call: `GET the signed link of a ${report} report`,
    now: call.now,
  } as const
  yield* jsonLines(await fileAt(link, where, call), where)
}

type Where = { readonly door: Door; readonly call: `GET ${string}` }

async function fileAt(
  link: string,
  { door, call: name }: Where,
  call: Call,
): Promise<ReadableStream<Uint8Array>> {
  const where = { door, call: name, now: call.now() }
  let answer: Response
  try {
    answer = await call.fetch(link, { signal: call.signal })
  } catch (error) {
    throw faultOf(error, where)
  }
  if (answer.ok && answer.body) return answer.body
  await answer.body?.cancel()
  // Storage says 403 or 404 to a link whose time is over.
  if ([403, 404, 410].includes(answer.status))
    throw new UserError(
      `GitHub Copilot answered ${name} with ${answer.status}: the link has expired`,
      'Nothing to do: the next sync asks for fresh links.',
    )
  throw answerFault(door, name, { ...where, status: answer.status, headers: answer.headers })
}
