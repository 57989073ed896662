import type { SubscribePlace } from '#core/command/edit-command.ts'
import { format } from '#core/command/format.ts'
import { parse } from '#core/command/parse.ts'

type Sent = {
  readonly what: string
  readonly name: string
  readonly kind?: 'channel' | 'person'
  readonly id?: string
}

/**
 * One question and its places, as they are typed, of what goes where: each team to its own place is one
 * question for them all. Undefined where it is not one question.
 */
export function asTyped(
  sent: readonly Sent[],
): { readonly what: string; readonly to: readonly SubscribePlace[] } | undefined {
  const [first] = sent
  if (first === undefined) return undefined
  if (sent.every(({ what }) => what === first.what))
    return { what: first.what, to: sent.map((one) => ({ place: place(one) })) }
  const apart = sent.map((one) => ({ place: place(one), ...withoutTeam(one.what) }))
  const [{ what } = { what: '' }] = apart
  return apart.every((one) => one.what === what)
    ? { what, to: apart.map(({ what: _what, ...to }) => to) }
    : undefined
}

/** Of what has no name that could be typed, its id. */
function place({ kind, name, id = 'here' }: Sent): string {
  if (kind === 'person') return 'me'
  return /^\S+$/u.test(name) ? name : id
}

function withoutTeam(what: string): { readonly what: string; readonly team?: string } {
  const asked = parse(what)
  if (asked.kind === 'digest') {
    const { team, ...rest } = asked
    return { what: format(rest), ...(team !== undefined && { team }) }
  }
  if (asked.kind !== 'ask') return { what }
  const { team = [], ...filters } = asked.filters
  const [only] = team
  return team.length === 1 && only !== undefined
    ? { what: format({ ...asked, filters }), team: only }
    : { what }
}

type Target = { readonly no: number; readonly kind: string; readonly id: string }

/**
 * The numbers by which what was sent is known: a place keeps its own, and another takes that of one that is
 * no more. So a period that was sent to one is not sent again to the one in its stead.
 */
export function numbered<To extends Target>(
  were: readonly Target[],
  targets: readonly To[],
): readonly To[] {
  const free = new Map(were.map((one) => [one.no, one]))
  const kept = targets.map((to) => {
    const same = [...free.values()].find(({ kind, id }) => kind === to.kind && id === to.id)
    if (same) free.delete(same.no)
    return same?.no
  })
  const left = [...free.keys()]
  let last = Math.max(0, ...were.map(({ no }) => no))
  return targets.map((to, at) => ({ ...to, no: kept[at] ?? left.shift() ?? ++last }))
}
