import type { Refused } from './access.ts'
import { refusal } from './says.ts'

const isIn = (unit: string, own: string) => unit === own || unit.startsWith(`${own}/`)

/**
 * Why a lead of `own` units is not answered about `units`, found paths; undefined when all of them
 * are theirs. A question that names no unit, or a group, is about more than theirs.
 */
export function notTheirs(
  {
    units = [],
    groups = [],
  }: { readonly units?: readonly string[]; readonly groups?: readonly string[] },
  own: readonly string[],
): Refused | undefined {
  const theirs = units.every((unit) => own.some((path) => isIn(unit, path)))
  if (units.length > 0 && groups.length === 0 && theirs) return undefined
  const refused = refusal('own-units', false)
  const [first = ''] = own
  return {
    ...refused,
    says: `${refused.says} Those are ${own.map((path) => `\`${path}\``).join(', ')}: type \`team:"${first}" 30d\`.`,
  }
}
