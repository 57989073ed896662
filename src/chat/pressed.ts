import { type Place, type Viewer, viewerName } from '#core/access/access.ts'
import { actionOf } from '#core/access/action.ts'
import { parse } from '#core/command/parse.ts'
import type { StoredAnswer } from '#core/explain/stored.ts'
import type { InForce } from '#core/policy/book.ts'
import { decideWithin } from '#core/policy/within.ts'
import type { Answers } from '#ports.ts'

type House = {
  readonly answers: Pick<Answers, 'get'>
  readonly policyInForce: () => Promise<InForce>
}

/** Who presses where, with the rights they have now. */
type Presser<Who> = { readonly viewer: Who; readonly place: Place }

/** What a command does and gives, decided for who presses, there and then. */
export async function decided(
  { policyInForce }: Pick<House, 'policyInForce'>,
  { viewer, place }: Presser<Viewer>,
  text: string,
) {
  const command = parse(text)
  const action = command.kind === 'misread' ? 'ask company' : actionOf(command)
  const { policy } = await policyInForce()
  return decideWithin({ viewer, place, action }, policy)
}

type Pressing<Made> = {
  /** The answer that the button stands under. */
  readonly id: string | undefined
  readonly give: (answer: StoredAnswer) => Promise<Made>
  /** Answers or refuses the command as if it had just been typed. */
  readonly anew: (text: string) => Promise<Made>
}

/**
 * The answer a button stands under, to who would get the same one now. Whoever would get another, or
 * none, is answered or refused anew; undefined where it is no longer kept.
 */
export async function givenAgain<Made>(
  house: House,
  presser: Presser<Viewer>,
  { id, give, anew }: Pressing<Made>,
): Promise<Made | undefined> {
  const found = await house.answers.get(id ?? '', viewerName(presser.viewer))
  const text = found?.command ?? '30d'
  const decision = await decided(house, presser, text)
  if (!decision.allowed) return anew(text)
  if (!found) return undefined
  const same = decision.view === found.view && decision.within === undefined
  return same ? give(found) : anew(text)
}
