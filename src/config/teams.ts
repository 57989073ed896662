import { z } from 'zod'

import type { Environment } from '#core/setting/given.ts'

import { LOOPBACK } from './egress.ts'

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const guid = (what: string) =>
  z
    .string()
    .regex(GUID, `Give the ${what} from the app registration in Microsoft Entra, a GUID.`)
    .transform((value) => value.toLowerCase())
    .optional()

/** An origin on this machine, and nothing but the origin. */
function isOwn(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { hostname, origin, protocol } = new URL(value)
  return protocol === 'http:' && LOOPBACK.has(hostname) && origin === value
}

/** An https origin, and nothing but the origin. */
function isPublic(value: string): boolean {
  if (!URL.canParse(value)) return false
  const { origin, protocol } = new URL(value)
  return protocol === 'https:' && origin === value
}

/** As Copy link has it, or decoded. */
const channel = z
  .string()
  .transform((value) =>
    /%40/i.test(value) ? value.replaceAll(/%3a/gi, ':').replaceAll(/%40/gi, '@') : value,
  )
  .refine(
    (value) => /^19:[^\s@/;]+@(?:thread\.(?:tacv2|skype|v2)|unq\.gbl\.spaces)$/.test(value),
    'Give the id of a channel or group chat, like 19:abc@thread.tacv2: it is in the address that Copy link gives.',
  )
  .optional()

/** The settings of Teams: their form, and the sentence that says it. */
export const TEAMS_SETTINGS = {
  TEAMS_APP_ID: guid('Application (client) ID'),
  TEAMS_APP_SECRET: z
    .string()
    .regex(/^\S{16,}$/, 'Give the value of a client secret of the app, not its id.')
    .optional(),
  TEAMS_TENANT_ID: guid('Directory (tenant) ID'),
  TEAMS_PORT: z
    .string()
    .refine(
      (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536,
      'Write a port from 0 to 65535.',
    )
    .transform(Number)
    .default(3978),
  TEAMS_PUBLIC_URL: z
    .string()
    .refine(
      isPublic,
      'Write the address under which others reach TEAMS_PORT, like https://ai-usage.example.com.',
    )
    .optional(),
  TEAMS_ADMIN_CHANNEL: channel,
  TEAMS_SECURITY_CHANNEL: channel,
  TEAMS_UNAUTHENTICATED: z
    .string()
    .refine(
      isOwn,
      'Write the address of a playground on this machine, like http://localhost:56150.',
    )
    .optional(),
} as const

type Set = z.infer<z.ZodObject<typeof TEAMS_SETTINGS>>

export type TeamsConfig = {
  readonly appId: string | undefined
  readonly secret: string | undefined
  readonly tenant: string | undefined
  readonly port: number
  /** The origin of the messaging endpoint as others know it: pictures are fetched there. */
  readonly publicUrl: string | undefined
  /** The channel or group chat where admins are told; undefined: each of them in private. */
  readonly adminChannel: string | undefined
  /** The channel or group chat that keeps signed heads of the audit trail. */
  readonly securityChannel: string | undefined
  /** The origin of a playground on this machine, from where nobody has to prove who they are. */
  readonly unauthenticated: string | undefined
}

export function teamsConfig(set: Set): TeamsConfig {
  return {
    appId: set.TEAMS_APP_ID,
    secret: set.TEAMS_APP_SECRET,
    tenant: set.TEAMS_TENANT_ID,
    port: set.TEAMS_PORT,
    publicUrl: set.TEAMS_PUBLIC_URL,
    adminChannel: set.TEAMS_ADMIN_CHANNEL,
    securityChannel: set.TEAMS_SECURITY_CHANNEL,
    unauthenticated: set.TEAMS_UNAUTHENTICATED,
  }
}

/** Without tokens whoever reaches the port asks as anybody: only ever on a developer's own machine. */
export function teamsFaults(
  raw: Readonly<Record<string, string>>,
  environment: Environment,
): readonly string[] {
  if (raw['TEAMS_UNAUTHENTICATED'] === undefined) return []
  const reasons = [
    environment['NODE_ENV'] === 'production' ? 'with NODE_ENV=production' : undefined,
    raw['TEAMS_APP_SECRET'] === undefined ? undefined : 'beside TEAMS_APP_SECRET',
    [...LOOPBACK, '::1'].includes(raw['AI_USAGE_HOST'] ?? '127.0.0.1')
      ? undefined
      : 'on an AI_USAGE_HOST that others reach',
  ].filter((reason) => reason !== undefined)
  return reasons.map(
    (reason) =>
      `TEAMS_UNAUTHENTICATED lets in whoever reaches the port, so it is refused ${reason}. Leave it out.`,
  )
}
