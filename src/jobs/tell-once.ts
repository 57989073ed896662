import type { Claims, Clock, Memory } from '#ports.ts'

type Ports = {
  readonly claims: Claims
  readonly memory: Memory
  readonly clock: Clock
}

/** Where something is remembered, and under which name. */
export type Spot = { readonly in: string; readonly key: string }

/** Who took it on to tell something and has not said for so long that it is done, has died. */
const TURN_MS = 2 * 60_000

/** What was last told of a thing: what of it, and how often nobody was reached with it. */
export type Told = { readonly what: string; readonly tries: number }

/** What is being told, as it was written down before anyone was. */
export type Telling = {
  /** When that was first written. */
  readonly at: number
  /** How many have died over it. */
  readonly turn: number
  /** True for one process of all, in this turn. */
  readonly claim: () => Promise<boolean>
}

/** What was told last; '' for nothing. After a try that reached nobody it is written `?2 …`. */
export async function toldOf({ in: where, key }: Spot, { memory }: Ports): Promise<Told> {
  const value = (await memory.get(where, key)) ?? ''
  const [, tries, what] = /^\?(\d+) (.*)$/su.exec(value) ?? []
  return tries === undefined || what === undefined
    ? { what: value, tries: 0 }
    : { what, tries: Number(tries) }
}

/** Names one try to tell something: nobody hears of the same twice. */
export const tagOf = (what: string, { tries }: Pick<Told, 'tries'>): string => `${what}:${tries}`

/** What is being told just now, without how often it was tried; undefined where nothing is. */
export async function tellingOf(
  { in: where, key }: Spot,
  { memory }: Ports,
): Promise<{ readonly at: number; readonly tag: string; readonly what: string } | undefined> {
  const value = (await memory.get(where, telling(key))) ?? ''
  const [, at, tag, what] = /^(\d+) ((.*):\d+)$/su.exec(value) ?? []
  return at === undefined || tag === undefined || what === undefined
    ? undefined
    : { at: Number(at), tag, what }
}

/** Writes down what is about to be told, unless somebody has: where they died over it, another turn begins. */
export async function begin(spot: Spot, tag: string, ports: Ports): Promise<Telling> {
  const { memory, claims, clock } = ports
  const now = clock.now()
  const begun = await tellingOf(spot, ports)
  const at = begun?.tag === tag ? begun.at : now
  if (begun?.tag !== tag) await memory.set(spot.in, telling(spot.key), `${at} ${tag}`)
  const turn = Math.floor((now - at) / TURN_MS)
  const claim = () => claims.claim(`for-good:${spot.key}:${tag}${turn === 0 ? '' : `:${turn}`}`)
  return { at, turn, claim }
}

/** Writes down what came of it: `reached` nobody, it is told again the next time. */
export async function done(
  { in: where, key }: Spot,
  { what, tries }: Told,
  { reached, memory }: Pick<Ports, 'memory'> & { readonly reached: boolean },
): Promise<void> {
  await memory.set(where, key, reached ? what : `?${tries + 1} ${what}`)
  await memory.set(where, telling(key), '')
}

/** Nothing was ever told of it. */
export async function forget({ in: where, key }: Spot, { memory }: Pick<Ports, 'memory'>) {
  await memory.set(where, key, '')
  await memory.set(where, telling(key), '')
}

const telling = (key: string): string => `telling ${key}`
