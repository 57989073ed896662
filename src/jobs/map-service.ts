import type { ServiceMapping, ServiceMove, Services } from '#books.ts'
import { nearest } from '#core/command/nearest.ts'
import { UserError } from '#core/errors.ts'
import type { Day } from '#core/time/day.ts'
import type { Audit } from '#ports.ts'

import { auditedAct } from './audited-act.ts'

export type MapService = {
  /** Its number, or its name as the list writes it; the start is enough where it is one's own. */
  readonly target: string
  /** Null: no unit pays any more. */
  readonly unit: string | null
  readonly from?: Day
  readonly to?: Day
}

const MOST_LEVELS = 8
const MOST_PATH = 200

/** Gives a key, project, workspace or tag to the unit that pays for it. */
export async function mapService(
  { target, unit, from, to }: MapService,
  facts: { readonly by: string; readonly at: number; readonly dryRun: boolean },
  { services, audit }: { readonly services: Services; readonly audit: Audit },
): Promise<{ readonly service: ServiceMapping; readonly move: ServiceMove }> {
  const service = serviceOf(target, await services.list())
  const path = unit === null ? null : unitPath(unit)
  const { account } = service
  const span = { account, ...(from && { from }), ...(to && { to }) }
  const days = [...(from ? ['--from', from] : []), ...(to ? ['--to', to] : [])]
  const words = path === null ? ['unmap', account] : ['map', account, path]
  const command = ['services', ...words, ...days].join(' ')
  return auditedAct(audit, { ...facts, action: 'services', command }, async () => {
    const move =
      path === null
        ? await services.unmap(span, facts)
        : await services.map({ ...span, unit: path }, facts)
    const { requests, days, micros } = move
    return { result: { service, move }, detail: { requests, days, micros: micros.toString() } }
  })
}

function unitPath(typed: string): string {
  const levels = typed.split('/').map((level) => level.trim())
  const path = levels.join('/')
  if (levels.length <= MOST_LEVELS && path.length <= MOST_PATH && !levels.includes('')) return path
  throw new UserError(`'${typed}' is not the path of a team`, 'Write it like Support/Tools.')
}

function serviceOf(target: string, all: readonly ServiceMapping[]): ServiceMapping {
  const known = [...new Map(all.map((service) => [service.account, service])).values()]
  const word = target.trim().toLowerCase()
  const label = ({ label }: ServiceMapping) => label.toLowerCase()
  const rounds = [
    known.filter((service) => String(service.account) === word),
    known.filter((service) => label(service) === word),
    known.filter((service) => label(service).startsWith(word)),
  ]
  const found = rounds.find((those) => those.length > 0) ?? []
  const [service, other] = found
  if (service && !other) return service
  if (other)
    throw new UserError(
      `'${target}' is the name of ${found.length} keys or projects`,
      `Give a number: ${found.map(({ account }) => account).join(', ')}. See: ai-usage services list`,
    )
  const near = nearest(
    target,
    known.map(({ label }) => label),
    1,
  )[0]
  throw new UserError(
    `There is no key, project, workspace or tag '${target}'`,
    near === undefined ? 'See: ai-usage services list' : `Did you mean '${near}'?`,
  )
}
