import { z } from 'zod'

import { type Environment, given, type ReadText } from '#core/setting/given.ts'
import { readAddress } from '#core/siem/address.ts'
import { isDay } from '#core/time/day.ts'
import type { SinkSetting } from '#forwarding.ts'

import type { Fault } from './faults.ts'

const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9]
const nameOf = (number: number) => `AI_USAGE_SIEM_${number}`
const secretOf = (number: number) => `${nameOf(number)}_SECRET`

export const SIEM_SECRETS: readonly string[] = NUMBERS.map(secretOf)
export const SIEM_NAMES: readonly string[] = NUMBERS.flatMap((one) => [nameOf(one), secretOf(one)])

export const SIEM_SETTINGS = {
  AI_USAGE_SIEM_FROM: z
    .string()
    .refine(isDay, 'Write a day, like 2026-11-01.')
    .transform((value) => Date.parse(`${value}T00:00:00Z`))
    .optional(),
} as const

export type SiemConfig = {
  readonly sinks: readonly SinkSetting[]
  /** Epoch milliseconds: a sink that is new also gets what happened since then. */
  readonly from: number | undefined
}

type Read = { readonly sinks: readonly SinkSetting[]; readonly faults: readonly Fault[] }

/** The sinks that are set, and what is wrong with them; no secret is in it. */
export function readSinks(environment: Environment, readText: ReadText): Read {
  const read = NUMBERS.map((number) => readSink(number, environment, readText))
  return {
    sinks: read.flatMap(({ sinks }) => sinks),
    faults: read.flatMap(({ faults }) => faults),
  }
}

function readSink(number: number, environment: Environment, readText: ReadText): Read {
  const name = nameOf(number)
  const wrong = (...faults: readonly Fault[]): Read => ({ sinks: [], faults })
  const text = given(name, environment, readText)
  const secret = given(secretOf(number), environment, readText)
  if (text !== undefined && typeof text !== 'string') return wrong(...text)
  if (secret !== undefined && typeof secret !== 'string') return wrong(...secret)
  if (text === undefined)
    return secret === undefined ? wrong() : wrong(`${secretOf(number)} is set, and ${name} is not.`)
  const address = readAddress(text)
  // Not repeated: a secret may have been written into it.
  if (typeof address === 'string') return wrong(`${name} is not usable. ${address}`)
  const fault = secretFault(number, address.kind, secret) ?? fileFault(name, address, readText)
  return fault === undefined ? { sinks: [{ number, address, secret }], faults: [] } : wrong(fault)
}

type Address = SinkSetting['address']

function secretFault(
  number: number,
  kind: Address['kind'],
  secret: string | undefined,
): Fault | undefined {
  const name = secretOf(number)
  switch (kind) {
    case 'webhook':
      return secret === undefined || secret.length < 24
        ? `${name} is what a webhook is signed with. Give at least 24 characters, for example from: openssl rand -base64 32`
        : undefined
    case 'splunk':
      return secret === undefined ? `${name} is missing: the token of Splunk's HEC.` : undefined
    case 'syslog':
    case 'file':
      return secret === undefined ? undefined : `${name} is set, and ${kind} needs no secret.`
  }
}

function fileFault(name: string, address: Address, readText: ReadText): Fault | undefined {
  if (address.kind === 'file') return undefined
  const missing = Object.entries(address.tls).find(([, path]) => {
    try {
      return readText(path).trim() === ''
    } catch {
      return true
    }
  })
  return missing && `${name} names with ${missing[0]}= a file that cannot be read, or is empty.`
}
