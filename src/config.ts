import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import { z } from 'zod'

import { gatewayOf } from '#config/egress.ts'
import { type Fault, misspelt, together } from '#config/faults.ts'
import { port, token } from '#config/listening.ts'
import {
  readSinks,
  SIEM_NAMES,
  SIEM_SECRETS,
  SIEM_SETTINGS,
  type SiemConfig,
} from '#config/siem.ts'
import { TEAMS_SETTINGS, type TeamsConfig, teamsConfig, teamsFaults } from '#config/teams.ts'
import { ACCOUNT } from '#core/access/account.ts'
import { type GroupGrant, readGrant, type UserGrant } from '#core/access/grants.ts'
import { microsFromDecimal } from '#core/money/money.ts'
import { type Environment, given, type ReadText } from '#core/setting/given.ts'
import { type Day, isDay } from '#core/time/day.ts'
import { isZone } from '#core/time/local.ts'

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** The settings, read once. Secrets are in it: never log it. */
export type Config = {
  /** Absolute. The embedded store, its key and its socket live there. */
  readonly dataFolder: string
  /** Undefined: the embedded store. */
  readonly databaseUrl: string | undefined
  /** The pseudonym key, where the environment gives it; see `pseudonymKey`. */
  readonly key: string | undefined
  /** The key before, while the key is being changed. */
  readonly previousKey: string | undefined
  /** Days that use is kept; undefined: until it is deleted. */
  readonly retentionDays: number | undefined
  /** Undefined: that of the store, and UTC for a new one. */
  readonly timeZone: string | undefined
  /** A fixed clock for `ask` and `demo`, in epoch milliseconds. */
  readonly now: number | undefined
  /** `U123` or `T123/U456`. */
  readonly admins: readonly string[]
  readonly roles: readonly (GroupGrant | UserGrant)[]
  readonly slack: {
    readonly botToken: string | undefined
    readonly signingSecret: string | undefined
    readonly appToken: string | undefined
  }
  readonly teams: TeamsConfig
  readonly port: number
  readonly host: string
  readonly logLevel: (typeof LOG_LEVELS)[number]
  /** What a vendor credit costs by contract; undefined: credits are unpriced. */
  readonly creditMicros: number | undefined
  readonly holidays: ReadonlySet<Day>
  /** Fonts for scripts the packaged ones lack. */
  readonly fontsFolder: string | undefined
  readonly audit: {
    /** Where the key that signs is; only `audit sign` reads it, and the bot refuses to start with it. */
    readonly keyFile: string | undefined
    /** PEM, one after another. */
    readonly publicKeys: string | undefined
    /** The Slack channel that keeps signed heads. */
    readonly channel: string | undefined
  }
  /** The Slack channel that hears of connectors in trouble; undefined: the admins, one by one. */
  readonly adminChannel: string | undefined
  /** Without a token nothing is received. */
  readonly otlp: { readonly token: string | undefined; readonly port: number }
  /** Without a token nobody may ask how the bot fares. */
  readonly metrics: { readonly token: string | undefined; readonly port: number }
  /** Where connectors' calls meant for a host really go: host → origin. */
  readonly egress: ReadonlyMap<string, string>
  readonly siem: SiemConfig
}

const words = (text: string) =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')

/** Days that vendors may still restate: they would come back after they were deleted. */
const LEAST_RETENTION = 35

const text = (fits: (value: string) => boolean, fix: string) => z.string().refine(fits, fix)

/** Every setting: its form, and the sentence that says it. Any may also come as NAME_FILE. */
const SETTINGS = {
  DATABASE_URL: text(
    (value) => /^postgres(ql)?:\/\/./.test(value),
    'Write it like postgres://user:password@host:5432/database.',
  ).optional(),
  AI_USAGE_DATA: z.string().default('./data'),
  AI_USAGE_KEY: text(
    (value) => value.length >= 32,
    'Give at least 32 characters, for example from: openssl rand -hex 32',
  ).optional(),
  AI_USAGE_KEY_PREVIOUS: text(
    (value) => value.length >= 32,
    'Give the key that pseudonyms were made with until now; leave it out once the change is finished.',
  ).optional(),
  AI_USAGE_TIME_ZONE: text(isZone, 'Write an IANA name, like Europe/Berlin.').optional(),
  AI_USAGE_RETENTION_DAYS: text(
    (value) => /^\d{1,5}$/.test(value) && Number(value) >= LEAST_RETENTION,
    `Write a number of days, ${LEAST_RETENTION} or more: vendors restate the days before that.`,
  )
    .transform(Number)
    .optional(),
  AI_USAGE_NOW: z.iso
    .datetime({ offset: true, error: 'Write RFC 3339, like 2026-11-21T12:00:00Z.' })
    .transform((value) => Date.parse(value))
    .optional(),
  AI_USAGE_ADMINS: text(
    (value) => words(value).every((word) => new RegExp(`^${ACCOUNT}$`).test(word)),
    'List Slack user ids, like U024BE7LH,U0G9QF9C6 (from their Slack profile: Copy member ID).',
  )
    .transform(words)
    .default([]),
  AI_USAGE_ROLES: text(
    (value) => words(value).every((word) => readGrant(word) !== undefined),
    'List role=who, like analyst=@data-team, security=S0123ABCD, lead=U024BE7LH:Sales/EMEA, analyst=google:data@corp.example or analyst=entra: and a group’s object id; roles are admin, person, security, analyst and lead.',
  )
    .transform((value) => words(value).flatMap((word) => readGrant(word) ?? []))
    .default([]),
  SLACK_BOT_TOKEN: text(
    (value) => value.startsWith('xoxb-'),
    'Give the Bot User OAuth Token; it starts with xoxb-.',
  ).optional(),
  SLACK_SIGNING_SECRET: text(
    (value) => /^\S{16,}$/.test(value),
    "Give the Signing Secret from the app's Basic Information.",
  ).optional(),
  SLACK_APP_TOKEN: text(
    (value) => value.startsWith('xapp-'),
    'Give the app-level token for Socket Mode; it starts with xapp-.',
  ).optional(),
  ...TEAMS_SETTINGS,
  PORT: port(3000),
  AI_USAGE_HOST: text((value) => !/\s/.test(value), 'Write an address, like 127.0.0.1.').default(
    '127.0.0.1',
  ),
  AI_USAGE_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `Write one of ${LOG_LEVELS.join(', ')}.` })
    .default('info'),
  AI_USAGE_CREDIT_USD: z
    .string()
    .transform((value) => Number(microsFromDecimal(value) ?? -1))
    .refine((micros) => micros >= 0 && micros <= 1e9, 'Write dollars for one credit, like 0.01.')
    .optional(),
  AI_USAGE_HOLIDAYS: text(
    (value) => words(value).every(isDay),
    'List days, like 2026-12-25,2026-12-26.',
  )
    .transform((value) => words(value).filter(isDay))
    .default([]),
  AI_USAGE_FONTS: z.string().optional(),
  AI_USAGE_AUDIT_KEY_FILE: z.string().optional(),
  AI_USAGE_AUDIT_PUBLIC_KEY: text(
    (value) => value.includes('-----BEGIN PUBLIC KEY-----'),
    'Give the content of the file FILE.pub that audit keygen wrote, or its name in AI_USAGE_AUDIT_PUBLIC_KEY_FILE.',
  ).optional(),
  AI_USAGE_SECURITY_CHANNEL: text(
    (value) => /^[CG][A-Z0-9]+$/.test(value),
    'Give a Slack channel id, like C024BE91L (channel details: Copy channel ID), and invite the app to it.',
  ).optional(),
  AI_USAGE_ADMIN_CHANNEL: text(
    (value) => /^[CG][A-Z0-9]+$/.test(value),
    'Give a Slack channel id, like C024BE91L (channel details: Copy channel ID), and invite the app to it.',
  ).optional(),
  AI_USAGE_OTLP_TOKEN: token,
  AI_USAGE_OTLP_PORT: port(4318),
  AI_USAGE_METRICS_TOKEN: token,
  AI_USAGE_METRICS_PORT: port(9464),
  AI_USAGE_EGRESS: text(
    (value) => words(value).every((word) => gatewayOf(word) !== undefined),
    'List host=origin with https (or http on this machine), like api.openai.com=https://egress.corp.example.',
  )
    .transform(
      (value) =>
        new Map(words(value).flatMap((word) => [gatewayOf(word)].filter((it) => it !== undefined))),
    )
    .default(new Map()),
  ...SIEM_SETTINGS,
} as const

type Name = keyof typeof SETTINGS
/** What docs/settings.md lists. */
export const NAMES = Object.keys(SETTINGS) as Name[]
/** Their values are never repeated in a fault. */
export const SECRETS: ReadonlySet<string> = new Set([
  ...SIEM_SECRETS,
  'DATABASE_URL',
  'AI_USAGE_KEY',
  'AI_USAGE_KEY_PREVIOUS',
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_APP_TOKEN',
  'TEAMS_APP_SECRET',
  'AI_USAGE_OTLP_TOKEN',
  'AI_USAGE_METRICS_TOKEN',
])

/** The values that no log line may show. */
export function secretsOf(config: Config): readonly string[] {
  const { databaseUrl, key, previousKey, slack, teams, otlp, metrics, siem } = config
  const chats = [slack.botToken, slack.signingSecret, slack.appToken, teams.secret]
  const sinks = siem.sinks.map(({ secret }) => secret)
  const all = [databaseUrl, key, previousKey, ...chats, ...sinks, otlp.token, metrics.token]
  return all.filter((it) => it !== undefined)
}
const schema = z.object(SETTINGS)

export type ReadOptions = {
  readonly readText?: ReadText
  /** What is wrong with the settings of connectors: told together with the rest. */
  readonly connectors?: readonly Fault[]
}

export const readFile: ReadText = (path) => readFileSync(path, 'utf8')

/**
 * Reads the settings. @throws UserError naming every wrong one with its fix; secrets' values are
 * never in it
 */
export function readConfig(
  environment: Environment,
  { readText = readFile, connectors = [] }: ReadOptions = {},
): Config {
  const raw: Record<string, string> = {}
  const { sinks, faults: ofSinks } = readSinks(environment, readText)
  const known = [...NAMES, ...SIEM_NAMES]
  const faults = [...misspelt(environment, known), ...connectors, ...ofSinks]
  for (const name of NAMES) {
    const value = given(name, environment, readText)
    if (typeof value === 'string') raw[name] = value
    else faults.push(...(value ?? []))
  }
  faults.push(...teamsFaults(raw, environment))
  const read = schema.safeParse(raw)
  for (const { path, message } of read.error?.issues ?? []) {
    const name = String(path[0])
    const value = SECRETS.has(name) ? '' : ` '${raw[name] ?? ''}'`
    faults.push(`${name}${value} is not usable. ${message}`)
  }
  if (!read.success || faults.length > 0) throw together(faults)
  const set = read.data
  return {
    dataFolder: resolve(set.AI_USAGE_DATA),
    databaseUrl: set.DATABASE_URL,
    key: set.AI_USAGE_KEY,
    previousKey: set.AI_USAGE_KEY_PREVIOUS,
    retentionDays: set.AI_USAGE_RETENTION_DAYS,
    timeZone: set.AI_USAGE_TIME_ZONE,
    now: set.AI_USAGE_NOW,
    admins: set.AI_USAGE_ADMINS,
    roles: set.AI_USAGE_ROLES,
    slack: {
      botToken: set.SLACK_BOT_TOKEN,
      signingSecret: set.SLACK_SIGNING_SECRET,
      appToken: set.SLACK_APP_TOKEN,
    },
    teams: teamsConfig(set),
    port: set.PORT,
    host: set.AI_USAGE_HOST,
    logLevel: set.AI_USAGE_LOG_LEVEL,
    creditMicros: set.AI_USAGE_CREDIT_USD,
    holidays: new Set(set.AI_USAGE_HOLIDAYS),
    fontsFolder: set.AI_USAGE_FONTS && resolve(set.AI_USAGE_FONTS),
    audit: {
      keyFile: set.AI_USAGE_AUDIT_KEY_FILE && resolve(set.AI_USAGE_AUDIT_KEY_FILE),
      publicKeys: set.AI_USAGE_AUDIT_PUBLIC_KEY,
      channel: set.AI_USAGE_SECURITY_CHANNEL,
    },
    adminChannel: set.AI_USAGE_ADMIN_CHANNEL,
    egress: set.AI_USAGE_EGRESS,
    siem: { sinks, from: set.AI_USAGE_SIEM_FROM },
    otlp: { token: set.AI_USAGE_OTLP_TOKEN, port: set.AI_USAGE_OTLP_PORT },
    metrics: { token: set.AI_USAGE_METRICS_TOKEN, port: set.AI_USAGE_METRICS_PORT },
  }
}
