import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Command, Misread } from '#core/command/command.ts'
import { complete } from '#core/command/complete.ts'
import { format } from '#core/command/format.ts'
import { misreadMessage } from '#core/command/misread.ts'
import { parse } from '#core/command/parse.ts'
import { redact } from '#core/command/redact.ts'

import { anyAsk, anyCommand, typedText } from './arbitraries.ts'

const numRuns = 500

/** Each kind there is: a new one does not compile until it is here. */
const KINDS: Readonly<Record<(Command | Misread)['kind'], true>> = {
  accuracy: true,
  actions: true,
  alert: true,
  alerts: true,
  approvals: true,
  ask: true,
  audit: true,
  baseline: true,
  budget: true,
  build: true,
  contract: true,
  explain: true,
  governance: true,
  digest: true,
  help: true,
  limits: true,
  me: true,
  metrics: true,
  misread: true,
  notes: true,
  privacy: true,
  reconcile: true,
  roles: true,
  save: true,
  saved: true,
  signals: true,
  status: true,
  why: true,
  subscribe: true,
  subscriptions: true,
}

test('every command is read back from its canonical text', () => {
  fc.assert(
    fc.property(anyCommand, (command) => {
      fc.pre(format(command).length <= 2000)
      expect(parse(format(command))).toEqual(command)
    }),
    { numRuns },
  )
})

test('any text at all is a command or a misread, can be redacted and completed', () => {
  fc.assert(
    fc.property(typedText, (text) => {
      expect(Object.keys(KINDS)).toContain(parse(text).kind)
      expect(redact(text)).not.toMatch(/\p{Cc}/u)
      expect(complete(text).every((whole) => whole.length > 0)).toBe(true)
    }),
    { numRuns },
  )
})

test('every suggestion can be typed and every button runs; the correction is canonical', () => {
  let misreads = 0
  fc.assert(
    fc.property(typedText, (text) => {
      const read = parse(text)
      if (read.kind !== 'misread') return
      misreads++
      const runs = misreadMessage(read).parts.flatMap((part) =>
        part.kind === 'buttons'
          ? part.buttons.flatMap(({ act }) => (act.kind === 'ask' ? [act.command] : []))
          : [],
      )
      const pieces = read.problems.flatMap(({ suggestions }) => suggestions)
      const broken = [...pieces, ...runs].filter((it) => parse(it).kind === 'misread')
      expect(broken).toEqual([])

      const again = parse(read.suggestion ?? '30d')
      expect(again.kind === 'misread' ? again : format(again)).toBe(read.suggestion ?? '30d')
    }),
    { numRuns },
  )
  expect(misreads).toBeGreaterThan(numRuns / 3)
})

test('no address survives redaction, wherever it was typed', () => {
  const before = fc.constantFrom('', 'user:', 'team:', 'tem:', 'help ', '"')
  fc.assert(
    fc.property(fc.emailAddress(), typedText, before, (address, rest, key) => {
      expect(redact(`${key}${address} ${rest}`)).not.toContain(address)
      expect(redact(`${rest} ${key}${address}`)).not.toContain(address)
    }),
    { numRuns },
  )
})

test('no name given to user: survives redaction, understood or not', () => {
  const names = fc.stringMatching(/^[A-Z][a-z]{6,12}$/u)
  fc.assert(
    fc.property(names, anyAsk, (name, ask) => {
      const named = { ...ask, filters: { ...ask.filters, user: [name, `${name} ${name}`] } }
      expect(redact(named)).not.toContain(name)
      expect(redact(`${format(named)} zzz`)).not.toContain(name)
    }),
    { numRuns },
  )
})
