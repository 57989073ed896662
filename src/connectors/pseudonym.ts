import { createHmac, createSecretKey, hash } from 'node:crypto'

import type { Pseudonymizer } from '#collect.ts'
import { underBoth } from '#core/privacy/two-keys.ts'

const REMEMBERED = 50_000
const IDLE_MS = 1000

/**
 * Remembers the last 50,000 to 100,000 answers: identifiers repeat from line to line. Forgets them all
 * once nobody asks any more, so that no identifier stays in memory between two pulls.
 */
function remembered(compute: (value: string) => string): (value: string) => string {
  let recent = new Map<string, string>()
  let older = new Map<string, string>()
  let asked = false
  let watch: NodeJS.Timeout | undefined
  const look = () => {
    if (!asked) {
      clearInterval(watch)
      ;[watch, recent, older] = [undefined, new Map(), new Map()]
    }
    asked = false
  }
  return (value) => {
    asked = true
    watch ??= setInterval(look, IDLE_MS).unref()
    const known = recent.get(value)
    if (known !== undefined) return known
    const answer = older.get(value) ?? compute(value)
    if (recent.size >= REMEMBERED) [older, recent] = [recent, new Map()]
    recent.set(value, answer)
    return answer
  }
}

const normal = (identifier: string) => identifier.normalize('NFKC').trim().toLowerCase()

type Key = string | Uint8Array

const secretOf = (key: Key) =>
  createSecretKey(typeof key === 'string' ? Buffer.from(key, 'utf8') : key)

/** What tells a key from another, and nothing else about it. Hex. */
export const keyCheck = (key: Key): string =>
  createHmac('sha256', secretOf(key)).update('key\0check').digest('hex')

/**
 * `key` as text (its UTF-8 bytes) or as bytes; 32 or more. With the key before, while it is being
 * changed, every hash comes under both: see `core/privacy/two-keys.ts`.
 */
export function pseudonymizer(key: Key, previous?: Key): Pseudonymizer {
  const present = withKey(key)
  if (previous === undefined) return present
  const before = withKey(previous)
  const both = (hash: keyof Pseudonymizer) => (value: string) =>
    underBoth(present[hash](value), before[hash](value))
  return {
    person: both('person'),
    conversation: both('conversation'),
    asset: both('asset'),
    run: both('run'),
    service: both('service'),
    event: both('event'),
  }
}

function withKey(key: Key): Pseudonymizer {
  const secret = secretOf(key)
  const keyed = (namespace: string) => (value: string) =>
    createHmac('sha256', secret).update(`${namespace}\0${value}`).digest('hex')
  const person = keyed('person')
  const eventPrefix = keyed('event')('').slice(0, 32)
  return {
    person: remembered((identifier) => person(normal(identifier))),
    conversation: remembered(keyed('conversation')),
    asset: remembered(keyed('asset')),
    run: remembered(keyed('run')),
    service: remembered(keyed('service')),
    event: (id) => hash('sha256', eventPrefix + id),
  }
}
