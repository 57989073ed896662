import type { IncomingMessage } from 'node:http'

import { argumentsOf } from './body.ts'
import type { Faults } from './faults.ts'
import { METHODS } from './methods/table.ts'
import type { Rates } from './rates.ts'
import { type Json, Refusal, type World } from './world.ts'

/** What to put on the wire; `hang` and `drop` answer nothing. */
export type Wire =
  | {
      readonly kind: 'reply'
      readonly status: number
      readonly body: Json
      readonly retryAfter?: number
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'drop' }

const reply = (body: Json, status = 200): Wire => ({ kind: 'reply', status, body })

export const limited = (seconds: number): Wire => ({
  kind: 'reply',
  status: 429,
  body: { ok: false, error: 'ratelimited' },
  retryAfter: seconds,
})

const TOKEN_ERRORS = { revoked: 'token_revoked', inactive: 'account_inactive' } as const

function checkToken(world: World, request: IncomingMessage, args: Json, method: string): void {
  const header = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const token = header ?? args['token']
  if (typeof token !== 'string' || token === '') throw new Refusal('not_authed')
  if (token !== world.tokens.bot) throw new Refusal('invalid_auth')
  const { token: state, scopes } = world.settings
  if (state !== 'valid') throw new Refusal(TOKEN_ERRORS[state])
  const needed = METHODS[method]?.scopes ?? []
  if (needed.length > 0 && !needed.some((scope) => scopes.includes(scope)))
    throw new Refusal('missing_scope', { needed: needed.join(','), provided: scopes.join(',') })
}

function run(world: World, method: string, args: Json): Json {
  const known = METHODS[method]
  if (!known) throw new Refusal('unknown_method', { req_method: method })
  return { ok: true, ...known.run(world, args) }
}

/** What nobody waits for any more is done all the same; what is refused then, nobody hears of. */
function landed({ world }: Api, { method, request, given }: Late): void {
  const { token: _, ...args } = given
  try {
    checkToken(world, request, given, method)
    run(world, method, args)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
  }
}

type Late = {
  readonly method: string
  readonly request: IncomingMessage
  readonly given: Json
}

export type Api = { readonly world: World; readonly faults: Faults; readonly rates: Rates }

/** One call of a Web API method: faults first, then rates, the token, its scopes, the work. */
export async function callMethod(
  { world, faults, rates }: Api,
  method: string,
  request: IncomingMessage,
): Promise<Wire> {
  const query = new URL(request.url ?? '/', world.url).searchParams
  const given = await argumentsOf(request, query)
  const { token: _, ...args } = given
  const note = (outcome: string, wire: Wire): Wire => {
    world.calls.push({ method, at: world.now(), args, outcome })
    return wire
  }
  const fault = faults.strike(method)
  if (fault?.landsAfter !== undefined) {
    const late = setTimeout(
      () => landed({ world, faults, rates }, { method, request, given }),
      fault.landsAfter,
    )
    late.unref()
    return note('lands late', { kind: fault.hang ? 'hang' : 'drop' })
  }
  if (fault?.hang) return note('hang', { kind: 'hang' })
  if (fault?.retryAfter !== undefined) return note('ratelimited', limited(fault.retryAfter))
  if (fault?.status !== undefined) return note(`http ${fault.status}`, reply({}, fault.status))
  const wait = rates.wait(method, args)
  if (wait !== undefined) return note('ratelimited', limited(wait))
  try {
    checkToken(world, request, given, method)
    if (fault?.error) throw new Refusal(fault.error)
    const answer = run(world, method, args)
    return fault?.dropReply ? note('dropped', { kind: 'drop' }) : note('ok', reply(answer))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return note(error.code, reply({ ok: false, error: error.code, ...error.extra }))
  }
}
